"""Holds the lines that the house style draws: who may import whom, and what an action and a view look like."""

import ast
import re
from importlib import metadata

import pytest

from tests.sources import APPS, imports_of, module_name, modules, python_files, read, templates, tree_of

# What a layer must not import. Views stand over forms, policies, actions and search; these stand over the
# models, and the models over the lifecycle and the choices.
ABOVE_MODELS = ("policies", "forms", "actions", "search", "views", "urls", "feeds", "sitemaps", "mail")
FORBIDDEN = {
    "models": ABOVE_MODELS,
    "policies": ("forms", "actions", "search", "views", "urls", "mail"),
    "search": ("forms", "actions", "views", "urls", "mail"),
    "imports": ("models", *ABOVE_MODELS),  # texts in, texts out
    "bulk": ("actions", "views", "urls", "mail"),
    "actions": ("forms", "views", "urls"),
    "forms": ("actions", "views", "urls", "mail"),
    "views": ("urls",),
}
# What the practices may use of the accounts; how accounts are shown is no business of theirs.
OPEN_TO_PRACTICES = ("roles", "rules", "models", "audit", "policies", "actions")
BOTH_ADMINS = ("practices.admin", "accounts.admin_site")  # one site for both
# Run by the system in the name of nobody, so they take no `by`.
BY_NOBODY = {
    "join_by_domain",
    "make_way_for_owner",
    "update_places",
    "load_place_indicators",
    "load_terms",
    "load_return_reasons",
    "load_pathways",
    "index_practices_about",
    "log_search",
    "note_lost_contacts",
}
WRITES_OF_SEVERAL_ROWS = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
WRITES_OF_ONE_ROW = {"save", "update"}


def within(module, app, part):
    return module == f"{app}.{part}" or module.startswith(f"{app}.{part}.")


def imports_between(app, part, others, of=None):
    """Each import from a part of an app into one of the other parts, as `importer imports imported`."""
    return sorted(
        f"{importer} imports {imported}"
        for importer, path in modules().items()
        if within(importer, app, part)
        for imported in imports_of(path)
        if any(within(imported, of or app, other) for other in others)
    )


@pytest.mark.parametrize("app", ["accounts", "practices"])
@pytest.mark.parametrize("part", FORBIDDEN)
def test_imports_point_from_the_views_down_to_the_models(app, part):
    assert imports_between(app, part, FORBIDDEN[part]) == []


@pytest.mark.parametrize("part", ["lifecycle", "choices"])
def test_the_lifecycle_and_the_choices_import_nothing_of_ours(part):
    assert imports_of(modules()[f"practices.{part}"]) == set()


def test_accounts_never_import_the_practices():
    assert [
        f"{importer} imports {imported}"
        for importer, path in modules().items()
        if importer.split(".")[0] == "accounts"
        for imported in imports_of(path)
        if imported.split(".")[0] == "practices"
    ] == []


def test_practices_use_only_what_accounts_offer():
    assert [
        f"{importer} imports {imported}"
        for importer, path in modules().items()
        if importer.split(".")[0] == "practices"
        for imported in imports_of(path)
        if imported.split(".")[0] == "accounts"
        and (importer, imported) != BOTH_ADMINS
        and not any(within(imported, "accounts", part) for part in OPEN_TO_PRACTICES)
    ] == []


def test_no_module_imports_itself_through_others():
    """A circle of imports works until somebody moves a line; see also imports hidden in functions."""
    depth_first, done = [], set()

    def visit(module):
        if module in depth_first:
            circle = [*depth_first[depth_first.index(module) :], module]
            pytest.fail("A circle of imports: " + " → ".join(circle))
        if module in done:
            return
        depth_first.append(module)
        for imported in sorted(imports_of(modules()[module])):
            visit(imported)
        done.add(depth_first.pop())

    for module in sorted(modules()):
        visit(module)


def test_only_one_driver_for_postgresql_is_installed():
    """Django takes psycopg 3 as soon as it is there, and it behaves differently from the one we test with."""
    names = {distribution.metadata["Name"].lower() for distribution in metadata.distributions()}
    assert not names & {"psycopg", "psycopg-binary", "psycopg-c", "psycopg-pool"}


# Actions


def actions():
    """Every public function of the actions that opens a transaction: what pages, imports and tests call to write."""
    return [
        pytest.param(function, id=f"{module_name(path)}.{function.name}")
        for path in python_files("accounts/actions", "practices/actions")
        for function in tree_of(path).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_") and is_atomic(function)
    ]


def is_atomic(function):
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def calls(node):
    """The dotted names of all that is called inside."""
    return {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}


@pytest.mark.parametrize("function", actions())
def test_an_action_is_called_by_keywords_and_told_who_does_it(function):
    arguments = function.args
    assert not arguments.args, f"{function.name} takes arguments by position: begin its parameters with *"
    assert not arguments.posonlyargs
    if function.name not in BY_NOBODY:
        assert "by" in {argument.arg for argument in arguments.kwonlyargs}, f"{function.name} lacks by="


def test_what_is_audited_happens_in_one_transaction_with_its_record():
    """A public function that records an event opens the transaction itself; private helpers run inside one."""
    outside = [
        f"{module_name(path)}.{function.name}"
        for path in python_files("accounts", "practices")
        for function in tree_of(path).body
        if isinstance(function, ast.FunctionDef)
        if not function.name.startswith("_") and "audit.record" in calls(function) and not is_atomic(function)
    ]
    assert outside == []


# Views


def views():
    return [
        pytest.param(function, id=f"{module_name(path)}.{function.name}")
        for path in python_files("accounts/views", "practices/views", "practice_hub/views.py")
        for function in tree_of(path).body
        if isinstance(function, ast.FunctionDef)
    ]


@pytest.mark.parametrize("view", views())
def test_a_view_writes_one_row_at_most_and_leaves_the_rest_to_actions(view):
    called = [call.func for call in ast.walk(view) if isinstance(call, ast.Call)]
    methods = [
        function.attr
        for function in called
        if isinstance(function, ast.Attribute) and "session" not in ast.unparse(function.value)
    ]
    assert [method for method in methods if method in WRITES_OF_SEVERAL_ROWS] == []
    assert len([method for method in methods if method in WRITES_OF_ONE_ROW]) <= 1


def test_models_have_no_view_of_requests():
    """What a model or an action does is the same from a page, the shell or an import."""
    assert [
        str(path)
        for path in python_files("accounts/models", "practices/models", "accounts/actions", "practices/actions")
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.arg) and node.arg == "request")
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("django.http", "django.shortcuts")))
    ] == []


def test_no_two_things_wait_for_one_lock():
    """Advisory locks are numbers; whoever takes another's by mistake waits for it, and nobody can tell why."""
    takers = {}
    for path in python_files(*APPS):
        for number in re.findall(r"\b7_?204_?\d{3}\b", read(path)):
            takers.setdefault(int(number), set()).add(str(path))
    assert takers
    assert {number: paths for number, paths in takers.items() if len(paths) > 1} == {}


# Templates


@pytest.mark.parametrize("path", [path for path in templates() if path.parts[1] == "components"], ids=str)
def test_a_component_says_first_what_it_takes(path):
    if path.suffix == ".html":
        assert read(path).startswith(("{#", "{% comment")), "its first line is a comment that names what it takes"


def test_components_see_only_what_they_are_given():
    loose = []
    for path in templates():
        for line in read(path).splitlines():
            for tag in line.split("{%")[1:]:
                tag = tag.split("%}")[0].strip()
                if tag.startswith('include "components/') and ".html" in tag and not tag.endswith(" only"):
                    loose.append(f"{path}: {tag}")
    assert loose == []
