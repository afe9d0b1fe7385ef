"""Writes network.onnx, network.pt and network.json beside itself: a small network of messages, as PyTorch exports it."""

import json
import torch


class Update(torch.nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.inner = torch.nn.Linear(width, width)
        self.outer = torch.nn.Linear(width, width)
        self.norm = torch.nn.LayerNorm(width)

    def forward(self, x):
        return self.norm(x + self.outer(torch.nn.functional.silu(self.inner(x))))


class Network(torch.nn.Module):
    def __init__(self, width: int = 8, centres: int = 6, cutoff: float = 5.0):
        super().__init__()
        self.cutoff = cutoff
        self.embedding = torch.nn.Embedding(10, width)
        self.register_buffer("centres", torch.linspace(0.5, cutoff, centres))
        self.filters = torch.nn.Sequential(
            torch.nn.Linear(centres, width), torch.nn.Softplus(), torch.nn.Linear(width, width)
        )
        self.update = Update(width)
        self.readout = torch.nn.Sequential(torch.nn.Linear(width, 8), torch.nn.CELU(0.1), torch.nn.Linear(8, 1))

    def forward(self, numbers: torch.Tensor, positions: torch.Tensor, edges: torch.Tensor) -> torch.Tensor:
        i = edges[0]
        j = edges[1]
        r = torch.norm(positions.index_select(0, i) - positions.index_select(0, j), 2, 1)
        smooth = 0.5 * (torch.cos(r * 3.141592653589793 / self.cutoff) + 1.0) * (r < self.cutoff).to(r.dtype)
        radial = torch.exp(-4.0 * (r.unsqueeze(1) - self.centres) ** 2)
        h = self.embedding(numbers)
        messages = h.index_select(0, j) * self.filters(radial) * smooth.unsqueeze(1)
        # The exporter of this version loses the addition of index_add and index_put: a product keeps it.
        receives = (torch.arange(h.shape[0]).unsqueeze(1) == i.unsqueeze(0)).to(messages.dtype)
        return self.readout(self.update(h + torch.matmul(receives, messages))).sum()


torch.manual_seed(1)
network = Network().eval()
numbers = torch.tensor([6, 8, 1, 1])
positions = torch.tensor([[0.0, 0, 0], [0, 0.1, 1.2], [0.95, 0, -0.55], [-0.9, 0.1, -0.6]], requires_grad=True)
edges = torch.tensor([(a, b) for a in range(4) for b in range(4) if a != b]).t().contiguous()
energy = network(numbers, positions, edges)
slope = torch.autograd.grad(energy, positions)[0]
with open("network.json", "w") as file:
    values = {"torch": torch.__version__, "energy": energy.item(), "slope": slope.flatten().tolist()}
    json.dump(values, file, indent=2)
    file.write("\n")
torch.jit.script(network).save("network.pt")
torch.onnx.export(
    network,
    (numbers, positions.detach(), edges),
    "network.onnx",
    input_names=["numbers", "positions", "edges"],
    output_names=["energy"],
    dynamic_axes={"numbers": {0: "atoms"}, "positions": {0: "atoms"}, "edges": {1: "pairs"}},
    opset_version=16,
)
