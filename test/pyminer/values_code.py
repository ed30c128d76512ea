"""Functions and classes that travel by value, as those of a user's shell do."""

import functools
import sys

import cloudpickle

cloudpickle.register_pickle_by_value(sys.modules[__name__])

OFFSET = 100


def code():
    """Name → (value, probe): the probe's result tells two copies of the code apart."""
    return {
        'function': (add, lambda function: [function(1), function(1, b=5), function.__doc__]),
        'lambda': (lambda number: number * 3 + OFFSET, lambda function: function(14)),
        'closure': (multiplier(7), lambda function: function(6)),
        'recursive': (factorial, lambda function: function(20)),
        'generator': (countdown, lambda function: list(function(4))),
        'partial': (functools.partial(add, b=-1), lambda function: function(1)),
        'class': (Point, lambda cls: [cls(3, 4).length, cls.origin().pair(), cls.__name__]),
        'instance': (Point(1, 2), lambda point: [point.pair(), type(point).__name__]),
        'subclass': (Named('p', 5, 12), lambda point: [point.name, point.length]),
    }


def add(a, b=2):
    """Adds."""
    return a + b + OFFSET


def multiplier(factor):
    def times(number):
        return number * factor

    return times


def factorial(number):
    return 1 if number < 2 else number * factorial(number - 1)


def countdown(start):
    while start:
        yield start
        start -= 1


class Point:
    """A class with a property, a class method and a class attribute."""

    dimensions = 2

    def __init__(self, x, y):
        self.x = x
        self.y = y

    @classmethod
    def origin(cls):
        return cls(0, 0)

    @property
    def length(self):
        return (self.x**2 + self.y**2) ** 0.5

    def pair(self):
        return (self.x, self.y)


class Named(Point):
    def __init__(self, name, x, y):
        super().__init__(x, y)
        self.name = name
