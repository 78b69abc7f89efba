"""`net:NAME` of docs/FORMAT.md section 6: the network of network.py as a predictor."""

from . import network, network_math


class Net:
    symbols_per_byte = 1
    k = 22

    def __init__(self, model, lanes):
        shared = network.Network(model)
        self.lanes = [network.Lane(shared) for _ in range(lanes)]
        self.last = [network.BEGIN] * lanes

    def predict(self, active):
        return [network_math.frequencies(lane.feed(byte)).tolist()
                for lane, byte in zip(self.lanes[:active], self.last)]

    def learn(self, symbols):
        self.last[: len(symbols)] = symbols
