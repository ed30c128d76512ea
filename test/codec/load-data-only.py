"""Loads pickles that the inspector called data, with an unpickler that checks every import and every call.

First line in: the list of the policy. Then one base64 pickle a line. A line out for each violation, then
{"loaded": number, "failed": number, "crashed": number}. Nothing that the list does not permit is ever returned by find_class.
"""
import base64, io, json, os, pickle, resource, signal, sys, warnings

# Before the first fork, so that no child has to.
import numpy, pandas

DEADLINE_S = 20

warnings.simplefilter('ignore')
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
granted = {}
for entry in json.loads(sys.stdin.readline()):
    path, *permissions = entry.split()
    granted.setdefault(path, set()).update(['reference', *permissions])


class Violation(Exception):
    pass


class Watched(pickle._Unpickler):
    dispatch = dict(pickle._Unpickler.dispatch)

    def find_class(self, module, name):
        found = super().find_class(module, name)
        # The pure unpickler translates Python 2's names itself; ask again for what it looks up in the end.
        if self.proto < 3:
            import _compat_pickle
            module, name = _compat_pickle.NAME_MAPPING.get(
                (module, name), (_compat_pickle.IMPORT_MAPPING.get(module, module), name))
        if '%s.%s' % (module, name) not in granted or '.' in name:
            raise Violation('imports %s.%s' % (module, name))
        self.names[id(found)] = '%s.%s' % (module, name)
        self.kept.append(found)
        return found

    def check(self, callee):
        name = self.names.get(id(callee))
        if name is None or 'call' not in granted[name]:
            raise Violation('calls %r' % (name or callee,))

    def load_reduce(self):
        self.check(self.stack[-2])
        super().load_reduce()
    dispatch[pickle.REDUCE[0]] = load_reduce

    def load_newobj(self):
        self.check(self.stack[-2])
        super().load_newobj()
    dispatch[pickle.NEWOBJ[0]] = load_newobj

    def load_newobj_ex(self):
        self.check(self.stack[-3])
        super().load_newobj_ex()
    dispatch[pickle.NEWOBJ_EX[0]] = load_newobj_ex

    def _instantiate(self, klass, args):
        self.check(klass)
        super()._instantiate(klass, args)

    def load_build(self):
        if id(self.stack[-2]) in self.names:
            raise Violation('changes %s' % self.names[id(self.stack[-2])])
        super().load_build()
    dispatch[pickle.BUILD[0]] = load_build

    def persistent_load(self, pid):
        raise Violation('persistent id')


def outcome(line):
    unpickler = Watched(io.BytesIO(base64.b64decode(line)))
    unpickler.names, unpickler.kept = {}, []
    try:
        unpickler.load()
        return 'loaded'
    except Violation as violation:
        return str(violation)
    except BaseException:
        return 'failed'


def outcomes(lines):
    """The outcome of each, in processes of their own: numpy can be made to crash by the data of an array."""
    while lines:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            with os.fdopen(writer, 'w') as told:
                for line in lines:
                    signal.alarm(DEADLINE_S)
                    print(json.dumps(outcome(line)), file=told, flush=True)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as told:
            done = [json.loads(line) for line in told]
        os.waitpid(child, 0)
        # What the process ended at is the one that ended it.
        if len(done) < len(lines):
            done.append('crashed')
        yield from zip(lines, done)
        lines = lines[len(done):]


counts = {'loaded': 0, 'failed': 0, 'crashed': 0}
for line, told in outcomes(sys.stdin.read().splitlines()):
    if told in counts:
        counts[told] += 1
    else:
        print(json.dumps({'violation': told, 'pickle': line}))
print(json.dumps(counts))
