"""Loads each pickle of standard input in a forked child, in an empty folder, and tells what came of it.

A line in: {"pickle": base64, "probe": expression}. A line out: {"c": outcome, "pure": outcome}, for the C unpickler
and the pure Python one. Outcomes: "runs" (the folder "canary" was made), "changes" (the probe holds, where `value` is
what was loaded), "fails", "loads".
"""
import base64, json, os, pickle, resource, shutil, sys, tempfile
import collections, fractions, numpy, numpy.testing, pathlib, subprocess, timeit


def outcome(load, data, probe):
    folder = tempfile.mkdtemp(prefix='headframe-hostile-')
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        os.chdir(folder)
        sink = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(sink, stream)
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        value, result = None, b'loads'
        try:
            value = load(data)
        except BaseException:
            result = b'fails'
        if isinstance(value, subprocess.Popen):
            value.wait()
        if os.path.exists('canary'):
            result = b'runs'
        elif probe and eval(probe):
            result = b'changes'
        os.write(into, result)
        os._exit(0)
    os.close(into)
    with os.fdopen(out, 'rb') as stream:
        result = stream.read().decode() or 'dies'
    os.waitpid(pid, 0)
    shutil.rmtree(folder)
    return result


for line in sys.stdin:
    sample = json.loads(line)
    data = base64.b64decode(sample['pickle'])
    print(json.dumps({
        'c': outcome(pickle.loads, data, sample['probe']),
        'pure': outcome(pickle._loads, data, sample['probe']),
    }))
