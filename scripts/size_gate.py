"""No file over 400 lines, no function over 50, no class over 20 methods: split before it grows."""

import ast
import sys
from pathlib import Path

FILE, FUNCTION, METHODS = 400, 50, 20


def _parts(tree: ast.AST, path: Path) -> list[str]:
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION:
                    found.append(f"{path}:{node.lineno} {node.name}: {lines} lines")
            case ast.ClassDef():
                methods = sum(_is_method(part) for part in node.body)
                if methods > METHODS:
                    found.append(f"{path}:{node.lineno} {node.name}: {methods} methods")
    return found


def _is_method(part: ast.stmt) -> bool:
    """Say whether it counts: the cases of a contract suite are a list, not a class that grew."""
    return isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and not part.name.startswith("test_")


def too_big(path: Path) -> list[str]:
    """Name everything in one file that is over a limit."""
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    whole = [f"{path}: {lines} lines"] if lines > FILE else []
    return whole + _parts(ast.parse(text), path)


def main(folders: list[str]) -> int:
    """Print what is too big in these folders; 1 when something is."""
    files = [file for folder in folders for file in sorted(Path(folder).rglob("*.py"))]
    found = [line for file in files for line in too_big(file)]
    print(*found, sep="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
