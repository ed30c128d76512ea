"""What the benchmarks start other servers with, and the socket that their bare clients read."""

import shutil
import subprocess
import tempfile
import time

START_SECONDS = 30
READ_BYTES = 1 << 18


class Server:
    """A server in a process and a folder of its own."""

    def __init__(self, *command, ready):
        self.folder = tempfile.mkdtemp(prefix='headframe-peer-')
        command = [part.replace('FOLDER', self.folder) for part in command]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)
        for _ in range(START_SECONDS * 20):
            if ready(self.folder):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f'{command[0]} did not start')

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Wire:
    """A socket that is read by lines and by counts."""

    def __init__(self, sock):
        self.socket = sock
        self.rest = b''

    def line(self):
        while b'\r\n' not in self.rest:
            self.more()
        line, _, self.rest = self.rest.partition(b'\r\n')
        return line

    def exactly(self, count):
        if len(self.rest) < count:
            parts, length = [self.rest], len(self.rest)
            while length < count:
                parts.append(self.socket.recv(max(READ_BYTES, min(count - length, 1 << 22))))
                if not parts[-1]:
                    raise ConnectionError('the server has closed the connection')
                length += len(parts[-1])
            self.rest = b''.join(parts)
        found, self.rest = self.rest[:count], self.rest[count:]
        return found

    def more(self):
        more = self.socket.recv(READ_BYTES)
        if not more:
            raise ConnectionError('the server has closed the connection')
        self.rest += more
