"""A small Llama of Hugging Face's kind, by PyTorch, and its files, which llmzip's torch: opens.

4 layers, as the paper's small networks; the output weights are the embedding.
"""
import json
import math
import struct

import torch
from torch import nn
from torch.nn import functional

LAYERS = 4
EPSILON = 1e-5
THETA = 10000.0
ATTENDED = 256  # queries at once: what lies after them all is not computed


class Shape:
    """Sizes that bring all but the embedding to some `trunk` parameters: the width, a multiple of 16, as if the
    feed-forward layers were 8/3 as wide, and then these as wide as makes up the rest."""

    def __init__(self, trunk):
        self.width = max(16, 16 * round(math.sqrt(trunk / (12 * LAYERS)) / 16))
        attention = 4 * self.width**2 + 2 * self.width
        self.inner = max(8, 8 * round((trunk / LAYERS - attention) / (3 * self.width) / 8))
        self.head = 32 if self.width % 32 == 0 else 16
        self.heads = self.width // self.head
        self.trunk = LAYERS * (attention + 3 * self.width * self.inner) + self.width


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + EPSILON) * self.weight


class Attention(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            setattr(self, name, nn.Linear(shape.width, shape.width, bias=False))

    def forward(self, x, cosine, sine, mask):
        batch, length, width = x.shape

        def heads(projection):
            return projection(x).view(batch, length, self.shape.heads, self.shape.head).transpose(1, 2)

        def rotated(vectors):
            first, second = vectors.chunk(2, -1)
            return vectors * cosine[:length] + torch.cat((-second, first), -1) * sine[:length]

        queries, keys = rotated(heads(self.q_proj)) / math.sqrt(self.shape.head), rotated(heads(self.k_proj))
        values = heads(self.v_proj)
        seen = []
        for at in range(0, length, ATTENDED):
            end = min(at + ATTENDED, length)
            scores = queries[:, :, at:end] @ keys[:, :, :end].transpose(2, 3) + mask[at:end, :end]
            seen.append(scores.softmax(-1) @ values[:, :, :end])
        return self.o_proj(torch.cat(seen, 2).transpose(1, 2).reshape(batch, length, width))


class FeedForward(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.gate_proj = nn.Linear(shape.width, shape.inner, bias=False)
        self.up_proj = nn.Linear(shape.width, shape.inner, bias=False)
        self.down_proj = nn.Linear(shape.inner, shape.width, bias=False)

    def forward(self, x):
        return self.down_proj(functional.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.input_layernorm, self.post_attention_layernorm = RmsNorm(shape.width), RmsNorm(shape.width)
        self.self_attn, self.mlp = Attention(shape), FeedForward(shape)

    def forward(self, x, *position):
        x = x + self.self_attn(self.input_layernorm(x), *position)
        return x + self.mlp(self.post_attention_layernorm(x))


class Network(nn.Module):
    """From ids to the logits of what follows each; its parts are named as in Hugging Face's files."""

    def __init__(self, shape, alphabet, context):
        super().__init__()
        self.shape = shape
        self.layers = nn.ModuleList(Layer(shape) for _ in range(LAYERS))
        self.norm = RmsNorm(shape.width)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                into_residual = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(parameter, std=0.5 / math.sqrt(shape.width * (2 * LAYERS if into_residual else 1)))
        # Last, so that every vocabulary's trunk begins with the same numbers.
        self.embed_tokens = nn.Embedding(alphabet, shape.width)
        nn.init.normal_(self.embed_tokens.weight, std=0.5 / math.sqrt(shape.width))
        speeds = THETA ** (-torch.arange(0, shape.head, 2, dtype=torch.float64) / shape.head)
        angles = torch.outer(torch.arange(context, dtype=torch.float64), torch.cat((speeds, speeds)))
        self.register_buffer("cosine", angles.cos().float(), persistent=False)
        self.register_buffer("sine", angles.sin().float(), persistent=False)
        self.register_buffer("mask", torch.full((context, context), -math.inf).triu(1), persistent=False)

    def forward(self, ids):
        x = self.embed_tokens(ids)
        for layer in self.layers:
            x = layer(x, self.cosine, self.sine, self.mask)
        return functional.linear(self.norm(x), self.embed_tokens.weight)

    def write(self, folder, beginning):
        """config.json and model.safetensors; token `beginning` begins a text."""
        shape = self.shape
        alphabet, width = self.embed_tokens.weight.shape
        config = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": width,
                  "intermediate_size": shape.inner, "num_hidden_layers": LAYERS, "num_attention_heads": shape.heads,
                  "num_key_value_heads": shape.heads, "head_dim": shape.head, "vocab_size": alphabet,
                  "max_position_embeddings": len(self.mask), "hidden_act": "silu", "rms_norm_eps": EPSILON,
                  "rope_theta": THETA, "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": True,
                  "bos_token_id": beginning, "torch_dtype": "float32"}
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
        write_safetensors(folder / "model.safetensors",
                          {f"model.{name}": tensor for name, tensor in self.state_dict().items()})


def write_safetensors(path, tensors):
    """float32 tensors by name."""
    header, at = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + 4 * tensor.numel()]}
        at += 4 * tensor.numel()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            out.write(tensor.detach().cpu().numpy().astype("<f4").tobytes())
