"""
Prints the page about the Python API: what the package's public modules offer, from their docstrings, without importing
them.

    python3 scripts/reference/python_api.py clients/python/src
"""

import ast
import inspect
import os
import re
import sys

MODULES = (
    'headframe',
    'headframe.aio',
    'headframe.ipython',
    'headframe.compat.named',
    'headframe.compat.classic',
    'headframe.compat.comm',
    'headframe.compat.qt',
)
# A field of a docstring: `:param name: text`, `:raises Error: text`.
FIELD = re.compile(r':(param|raises) ([\w.]+): ?(.*)$')
HEAD = """# The Python API

What the modules of the Python package `headframe` offer, generated from their docstrings. Names that begin with an underscore are the package's own. [Use the workspace from Python](../how-to/python-client.md) shows them at work.
"""


class Package:
    """The modules of a package as trees, each read once."""

    def __init__(self, folder):
        self.folder = folder
        self.trees = {}

    def tree(self, module):
        if module not in self.trees:
            path = os.path.join(self.folder, *module.split('.'))
            file = path + '.py' if os.path.exists(path + '.py') else os.path.join(path, '__init__.py')
            with open(file, encoding='utf-8') as source:
                self.trees[module] = ast.parse(source.read())
        return self.trees[module]

    def is_package(self, module):
        return os.path.isdir(os.path.join(self.folder, *module.split('.')))

    def find(self, module, name):
        """The module in which a name is defined, and its definition; None when it is none of the package's."""
        for node in self.tree(module).body:
            if getattr(node, 'name', None) == name:
                return module, node
            if isinstance(node, ast.ImportFrom) and node.level:
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        return self.find(self.source(module, node), alias.name)
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                    return module, node
        return None

    def source(self, module, node):
        """The absolute name of what `from ..x import` reads."""
        parts = module.split('.') if self.is_package(module) else module.split('.')[:-1]
        parts = parts[: len(parts) - (node.level - 1)]
        return '.'.join([*parts, *(node.module.split('.') if node.module else [])])

    def exported(self, module):
        """The names of `__all__`, else all public definitions of the module itself."""
        for node in self.tree(module).body:
            if isinstance(node, ast.Assign) and any(getattr(one, 'id', '') == '__all__' for one in node.targets):
                return [element.value for element in node.value.elts]
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return [node.name for node in self.tree(module).body if isinstance(node, kinds) and is_public(node.name)]


def is_public(name):
    return not name.startswith('_')


def doc(node):
    """A docstring as Markdown: what its fields say of parameters and errors becomes a list."""
    # A module's own is not indented; what is indented in it is code.
    text = (ast.get_docstring(node, clean=not isinstance(node, ast.Module)) or '').strip('\n')
    lines = []
    for line in text.split('\n'):
        if lines and lines[-1].startswith('- ') and line.startswith('    '):
            lines[-1] += f' {line.strip()}'
            continue
        field = FIELD.match(line)
        if field and lines and not lines[-1].startswith('- ') and lines[-1]:
            lines.append('')
        lines.append(f'- {"raises " if field[1] == "raises" else ""}`{field[2]}`: {field[3]}' if field else line)
    return '\n'.join(lines).replace(': \n', '\n').rstrip(': ')


def signature(node, is_method=False):
    """The parameters and the result of a function, without `self`."""
    arguments = node.args
    if is_method and arguments.args and not is_static(node):
        arguments.args = [one for one in arguments.args if one.arg not in ('self', 'cls')]
    result = f' -> {ast.unparse(node.returns)}' if node.returns else ''
    prefix = 'await ' if isinstance(node, ast.AsyncFunctionDef) else ''
    return f'{prefix}{node.name}({ast.unparse(arguments)}){result}'


def decorators(node):
    return {ast.unparse(one).split('.')[-1] for one in node.decorator_list}


def is_static(node):
    return 'staticmethod' in decorators(node)


def members(package, module, node, seen):
    """Public methods, properties and described fields of a class and of its bases in the package, the class's own first."""
    body = node.body
    for index, one in enumerate(body):
        if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if is_public(one.name) and one.name not in seen and not {'overload', 'setter'} & decorators(one):
                seen.add(one.name)
                is_property = {'property', 'cached_property'} & decorators(one)
                shown = f'{one.name}: {ast.unparse(one.returns)}' if is_property and one.returns else one.name
                yield shown if is_property else signature(one, True), doc(one)
        elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and is_public(one.target.id):
            if one.target.id in seen:
                continue
            seen.add(one.target.id)
            behind = body[index + 1] if index + 1 < len(body) else None
            is_text = isinstance(behind, ast.Expr) and isinstance(behind.value, ast.Constant)
            yield ast.unparse(one).split(' = ')[0], inspect.cleandoc(str(behind.value.value)) if is_text else ''
    for base in node.bases:
        name = base.value if isinstance(base, ast.Subscript) else base
        found = package.find(module, name.id) if isinstance(name, ast.Name) else None
        if found and isinstance(found[1], ast.ClassDef):
            yield from members(package, *found, seen)


def cell(text):
    """A text in one cell of a table, its list and its paragraphs by line breaks."""
    text = re.sub(r'\n+- ', '<br>• ', text.replace('|', '\\|'))
    return ' '.join(re.sub(r'\n{2,}', '<br>', text).split())


def section(package, module, name):
    found = package.find(module, name)
    if found is None:
        return ''
    home, node = found
    if isinstance(node, ast.ClassDef):
        bases = ', '.join(ast.unparse(base) for base in node.bases if is_public(ast.unparse(base)))
        lines = [f'### {name}', '', f'```python\nclass {name}{f"({bases})" if bases else ""}\n```', '', doc(node), '']
        rows = [f'| `{cell(shown)}` | {cell(text)} |' for shown, text in members(package, home, node, set())]
        return '\n'.join([*lines, *(['| member | what |', '| --- | --- |', *rows, ''] if rows else [])])
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return '\n'.join([f'### {name}', '', f'```python\n{signature(node)}\n```', '', doc(node), ''])
    return '\n'.join([f'### {name}', '', f'```python\n{ast.unparse(node)}\n```', ''])


def main(folder):
    package = Package(folder)
    parts = [HEAD]
    for module in MODULES:
        parts.append(f'## {module}\n\n{doc(package.tree(module))}\n')
        parts += [one for one in (section(package, module, name) for name in package.exported(module)) if one]
    print('\n'.join(parts).rstrip())


main(sys.argv[1])
