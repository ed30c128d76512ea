"""Which files of a folder processes have mapped or open, as Linux tells it."""

import os


def mapped(folder, pid='self'):
    """The names of a folder's files that a process has mapped, each with its rights, `r--s` and the like."""
    found = {}
    with open(f'/proc/{pid}/maps', encoding='utf-8') as maps:
        for line in maps:
            fields = line.rstrip('\n').split(None, 5)
            if len(fields) == 6 and fields[5].startswith(folder + os.sep):
                found[os.path.basename(fields[5]).replace(' (deleted)', '')] = fields[1]
    return found


def opened(folder, pid='self'):
    """The names of a folder's files that a process has open."""
    links = [os.path.join(f'/proc/{pid}/fd', number) for number in os.listdir(f'/proc/{pid}/fd')]
    targets = [os.readlink(link) for link in links if os.path.islink(link)]
    return {os.path.basename(one).replace(' (deleted)', '') for one in targets if one.startswith(folder + os.sep)}


def resident_bytes(pid):
    """The memory that a process has."""
    with open(f'/proc/{pid}/status', encoding='ascii') as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith('VmRSS:'))
