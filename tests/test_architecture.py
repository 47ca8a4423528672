"""The house's rules, executable: who may import whom, what a slice's files may hold, who may call a route."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.foundation.schema import PACKAGES

ROOT = Path(__file__).resolve().parent.parent
ROOF = ("main", "rooms", "home", "jobs", "seed", "seeding", "__main__", "piccolo_conf", "piccolo_app")
# Each floor may import from itself and from those below (further down the list).
FLOORS = [
    ("the roof", tuple(f"app.{name}" for name in ROOF)),
    ("payments", ("payments",)),
    ("campaigns", ("campaigns",)),
    ("ideas", ("ideas",)),
    (
        "the ground",
        (
            "app.accounts",
            "app.brands",
            "app.community",
            "app.media",
            "app.notifications",
            "app.papers",
            "app.sharing",
            "app.site",
            "app.support",
        ),
    ),
    ("app.running", ("app.running",)),
    ("app.web", ("app.web",)),
    ("app.foundation", ("app.foundation",)),
    ("app.settings", ("app.settings",)),
]
# Starting things up needs the roof's names; what is started imports nothing of it.
IMPURE = re.compile(r"(piccolo|litestar|asyncpg|app\.web|app\.foundation\.(clock|database|queue))")
MAY_LOOK_UP = {("app.running", "app.piccolo_conf"), ("app.foundation", "app.piccolo_conf")}


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "piccolo_migrations" not in path.parts:
                yield path


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor_of(module: str) -> int | None:
    for height, (_, prefixes) in enumerate(FLOORS):
        if any(module == prefix or module.startswith(prefix + ".") for prefix in prefixes):
            return height
    return None


def test_imports_point_down() -> None:
    upward = [
        f"{module_of(path)} imports {imported}"
        for path in sources()
        for imported in imports_of(path)
        if (here := floor_of(module_of(path))) is not None
        and (there := floor_of(imported)) is not None
        and there < here
        and not any(module_of(path).startswith(a) and imported.startswith(b) for a, b in MAY_LOOK_UP)
    ]
    assert not upward, "\n".join(sorted(set(upward)))


def test_only_the_gateway_imports_stripe() -> None:
    others = [
        module_of(path)
        for path in sources()
        if any(name == "stripe" or name.startswith("stripe.") for name in imports_of(path))
        and not module_of(path).startswith("payments.gateway")
    ]
    assert not others


def test_nothing_in_the_product_imports_the_local_stripe() -> None:
    inside = ROOT / "payments" / "sandbox"
    assert not [
        module_of(path)
        for path in sources()
        if inside not in path.parents and any(name.startswith("payments.sandbox") for name in imports_of(path))
    ]


def test_rules_are_pure() -> None:
    for path in sources():
        if path.name != "rules.py":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Await | ast.AsyncFunctionDef)], path
        assert not [
            name
            for name in imports_of(path)
            if re.match(r"(piccolo|litestar|asyncpg|app\.web|app\.foundation\.(clock|database))", name)
        ], path


def test_tables_hold_no_behaviour() -> None:
    for path in sources():
        if path.name == "tables.py":
            assert not [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.AsyncFunctionDef)], path


def test_actions_and_rules_know_no_http() -> None:
    for path in sources():
        if path.name in ("actions.py", "rules.py", "queries.py", "tasks.py"):
            wrong = [
                name
                for name in imports_of(path)
                if name.split(".")[0] in ("litestar", "jinja2") and name != "litestar.datastructures.UploadFile"
            ]
            assert not [name for name in wrong if "UploadFile" not in name and name != "litestar.datastructures"], (path, wrong)


def test_every_module_says_what_it_is_for() -> None:
    silent = [module_of(path) for path in sources() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert not silent


def templates() -> Iterator[Path]:
    yield from sorted((ROOT / "templates").rglob("*.html"))


def test_pages_extend_a_layout_and_fragments_do_not() -> None:
    for path in templates():
        text = path.read_text("utf-8")
        folder = path.relative_to(ROOT / "templates").parts[0]
        if folder in ("layouts", "components"):
            continue
        if path.name.startswith("_"):
            assert "{% extends" not in text, path
        else:
            assert "{% extends" in text, path


def test_no_template_carries_inline_script_or_style() -> None:
    for path in templates():
        if path.parts[-2] == "mail" or "mail" in path.parts or path.name == "mail.html":
            continue  # mail programs read no style sheet of ours
        text = path.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|js:", text), path


def test_every_form_that_changes_something_posts_to_a_real_address() -> None:
    for path in templates():
        for tag in re.findall(r"<form\b[^>]*>", path.read_text("utf-8")):
            assert "action=" in tag, (path, tag)
            assert "method=" in tag, (path, tag)


def test_every_route_says_who_may_call_it() -> None:
    from app import rooms

    unguarded = [str(handler.paths) for handler in rooms.route_handlers() if not handler.guards]
    assert not unguarded


def test_no_guard_is_sent_to_a_thread() -> None:
    """Litestar runs plain functions in threads: there and back costs more than most requests."""
    from app import rooms

    guards = {guard for handler in rooms.route_handlers() for guard in handler.guards or ()}
    assert not [guard for guard in guards if not inspect.iscoroutinefunction(guard)]


def test_no_get_changes_anything() -> None:
    """GET handlers call no verb: nothing imported from an actions module is called in them."""
    for path in sources():
        if path.name != "routes.py" and "routes" not in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        verbs = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(".actions")
            for alias in node.names
        }
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)]:
            decorators = {ast.unparse(one.func) for one in function.decorator_list if isinstance(one, ast.Call)}
            if "get" in decorators:
                called = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
                assert not called & verbs, (path, function.name, called & verbs)


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_is_there(package: str) -> None:
    assert (ROOT / package / "__init__.py").is_file()


def test_each_unique_constraint_has_a_name_of_its_own() -> None:
    """Its index bears it, and those of all tables share one space."""
    files = [path for package in PACKAGES for path in Path(package).glob("**/tables.py")]
    names = [name for path in files for name in re.findall(r"^    (\w+) = Unique\(", path.read_text(), re.MULTILINE)]
    assert len(names) == len(set(names)), [name for name in set(names) if names.count(name) > 1]
