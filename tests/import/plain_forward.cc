#include "import/plain_forward.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace llmzip::testing {
namespace {

using Row = std::vector<double>;
using Rows = std::vector<Row>;

class PlainForward {
 public:
  explicit PlainForward(const MadeCheckpoint& made) : made_(made), family_(made.family()) {}

  Rows Logits(const std::vector<std::uint32_t>& ids) {
    const std::string embedding = family_ == "gpt2"       ? "transformer.wte"
                                  : family_ == "gpt_neox" ? "gpt_neox.embed_in"
                                                          : "model.embed_tokens";
    Rows x;
    for (std::size_t t = 0; t < ids.size(); ++t) {
      Row row = RowOf(embedding, ids[t]);
      if (family_ == "gpt2") row = Sum(row, RowOf("transformer.wpe", t));
      x.push_back(row);
    }
    for (std::uint32_t n = 0; n < MadeCheckpoint::kLayers; ++n) Layer(n, &x);
    const std::string norm = family_ == "gpt2"       ? "transformer.ln_f"
                             : family_ == "gpt_neox" ? "gpt_neox.final_layer_norm"
                                                     : "model.norm";
    const std::string head = family_ == "gpt_neox"                     ? "embed_out"
                             : family_ == "gpt2" || family_ == "llama" ? embedding
                                                                       : "lm_head";
    Rows logits;
    for (const Row& row : x) logits.push_back(Linear(head, Norm(norm, row)));
    return logits;
  }

 private:
  static constexpr std::uint32_t kSize = MadeCheckpoint::kHeadWidth;

  const MadeTensor& At(const std::string& name) const { return made_.tensors().at(name); }
  bool Has(const std::string& name) const { return made_.tensors().contains(name); }

  Row RowOf(const std::string& name, std::size_t row) const {
    const MadeTensor& tensor = At(name + ".weight");
    const std::size_t columns = tensor.shape[1];
    const auto begin = tensor.values.begin() + static_cast<std::ptrdiff_t>(row * columns);
    return {begin, begin + static_cast<std::ptrdiff_t>(columns)};
  }

  Row Linear(const std::string& name, const Row& x) const {
    const MadeTensor& w = At(name + ".weight");
    const bool turned = name.find(".c_") != std::string::npos;
    Row y(turned ? w.shape[1] : w.shape[0]);
    for (std::size_t r = 0; r < y.size(); ++r) {
      for (std::size_t c = 0; c < x.size(); ++c) {
        y[r] += x[c] * (turned ? w.values[c * w.shape[1] + r] : w.values[r * w.shape[1] + c]);
      }
      if (Has(name + ".bias")) y[r] += At(name + ".bias").values[r];
    }
    return y;
  }

  Row Norm(const std::string& name, const Row& x) const {
    double mean = 0, square = 0;
    if (made_.layer_norms()) {
      for (const double v : x) mean += v / static_cast<double>(x.size());
    }
    for (const double v : x) square += (v - mean) * (v - mean) / static_cast<double>(x.size());
    Row y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      y[i] = (x[i] - mean) / std::sqrt(square + 1e-5) * At(name + ".weight").values[i];
      if (Has(name + ".bias")) y[i] += At(name + ".bias").values[i];
    }
    return y;
  }

  static Row Sum(const Row& a, const Row& b) {
    Row y(a.size());
    std::ranges::transform(a, b, y.begin(), std::plus<>());
    return y;
  }

  void Turn(std::size_t place, double* head) const {
    const std::size_t half = (family_ == "gpt_neox" ? kSize / 2 : kSize) / 2;
    for (std::size_t i = 0; i < half; ++i) {
      const double angle =
          static_cast<double>(place) * std::pow(10000.0, -static_cast<double>(i) / static_cast<double>(half));
      const double a = head[i], b = head[i + half];
      head[i] = a * std::cos(angle) - b * std::sin(angle);
      head[i + half] = b * std::cos(angle) + a * std::sin(angle);
    }
  }

  void HeadNorm(const std::string& name, double* head) const {
    double square = 0;
    for (std::size_t i = 0; i < kSize; ++i) square += head[i] * head[i] / kSize;
    for (std::size_t i = 0; i < kSize; ++i) head[i] *= At(name).values[i] / std::sqrt(square + 1e-5);
  }

  struct QueryKeyValue {
    Row q, k, v;
  };

  QueryKeyValue Project(const std::string& base, const Row& x, std::size_t place) const {
    QueryKeyValue made;
    if (family_ == "gpt2") {
      const Row all = Linear(base + "attn.c_attn", x);
      const auto part = static_cast<std::ptrdiff_t>(all.size() / 3);
      made = {{all.begin(), all.begin() + part},
              {all.begin() + part, all.begin() + 2 * part},
              {all.begin() + 2 * part, all.end()}};
    } else if (family_ == "gpt_neox") {
      const Row all = Linear(base + "attention.query_key_value", x);
      for (std::size_t i = 0; i < all.size(); ++i) {
        const std::size_t part = i / kSize % 3;
        (part == 0 ? made.q : part == 1 ? made.k : made.v).push_back(all[i]);
      }
    } else {
      made = {Linear(base + "self_attn.q_proj", x), Linear(base + "self_attn.k_proj", x),
              Linear(base + "self_attn.v_proj", x)};
    }
    for (Row* const part : {&made.q, &made.k}) {
      for (std::size_t i = 0; i < part->size(); i += kSize) {
        if (family_ == "qwen3") {
          HeadNorm(base + (part == &made.q ? "self_attn.q_norm.weight" : "self_attn.k_norm.weight"), part->data() + i);
        }
        if (family_ != "gpt2") Turn(place, part->data() + i);
      }
    }
    return made;
  }

  Row Attend(const std::vector<QueryKeyValue>& places, std::size_t t) const {
    const std::uint32_t group = MadeCheckpoint::kHeads / made_.key_value_heads();
    Row y(MadeCheckpoint::kHeads * kSize);
    const std::size_t first = family_ == "mistral" && t >= 5 ? t - 4 : 0;  // a window of 5
    for (std::size_t head = 0; head < MadeCheckpoint::kHeads; ++head) {
      const std::size_t other = head / group * kSize;
      Row weights;
      double sum = 0;
      for (std::size_t j = first; j <= t; ++j) {
        double score = 0;
        for (std::size_t i = 0; i < kSize; ++i) score += places[t].q[head * kSize + i] * places[j].k[other + i];
        weights.push_back(std::exp(score / std::sqrt(static_cast<double>(kSize))));
        sum += weights.back();
      }
      for (std::size_t j = first; j <= t; ++j) {
        for (std::size_t i = 0; i < kSize; ++i) {
          y[head * kSize + i] += weights[j - first] / sum * places[j].v[other + i];
        }
      }
    }
    return y;
  }

  Row Feed(const std::string& base, const Row& x) const {
    const auto gelu = [](double v) {
      return 0.5 * v * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (v + 0.044715 * v * v * v)));
    };
    if (made_.layer_norms()) {
      Row wide = Linear(base + (family_ == "gpt2" ? "mlp.c_fc" : "mlp.dense_h_to_4h"), x);
      for (double& v : wide) v = gelu(v);
      return Linear(base + (family_ == "gpt2" ? "mlp.c_proj" : "mlp.dense_4h_to_h"), wide);
    }
    const Row gate = Linear(base + "mlp.gate_proj", x);
    Row wide = Linear(base + "mlp.up_proj", x);
    for (std::size_t i = 0; i < wide.size(); ++i) wide[i] *= gate[i] / (1 + std::exp(-gate[i]));
    return Linear(base + "mlp.down_proj", wide);
  }

  void Layer(std::uint32_t n, Rows* x) const {
    const std::string number = std::to_string(n) + ".";
    const std::string base = family_ == "gpt2"       ? "transformer.h." + number
                             : family_ == "gpt_neox" ? "gpt_neox.layers." + number
                                                     : "model.layers." + number;
    const std::string first = base + (family_ == "gpt2" ? "ln_1" : "input_layernorm");
    const std::string second = base + (family_ == "gpt2" ? "ln_2" : "post_attention_layernorm");
    const std::string out = base + (family_ == "gpt2"       ? "attn.c_proj"
                                    : family_ == "gpt_neox" ? "attention.dense"
                                                            : "self_attn.o_proj");
    std::vector<QueryKeyValue> places;
    for (std::size_t t = 0; t < x->size(); ++t) places.push_back(Project(base, Norm(first, (*x)[t]), t));
    for (std::size_t t = 0; t < x->size(); ++t) {
      Row& row = (*x)[t];
      const Row attended = Sum(row, Linear(out, Attend(places, t)));
      row = Sum(attended, Feed(base, Norm(second, family_ == "gpt_neox" ? row : attended)));
    }
  }

  const MadeCheckpoint& made_;
  const std::string family_;
};

Row Normalised(const Row& logits) {
  const double largest = *std::ranges::max_element(logits);
  double sum = 0;
  for (const double v : logits) sum += std::exp(v - largest);
  Row logs(logits.size());
  std::ranges::transform(logits, logs.begin(), [&](double v) { return v - largest - std::log(sum); });
  return logs;
}

}  // namespace

Rows PlainLogits(const MadeCheckpoint& made, const std::vector<std::uint32_t>& ids) {
  return PlainForward(made).Logits(ids);
}

Divergence DivergenceInBits(const Row& theirs, const Row& ours) {
  const Row p = Normalised(theirs), q = Normalised(ours);
  Divergence result;
  for (std::size_t i = 0; i < p.size(); ++i) {
    result.divergence += std::exp(p[i]) * (p[i] - q[i]) / std::numbers::ln2;
    result.entropy -= std::exp(p[i]) * p[i] / std::numbers::ln2;
  }
  return result;
}

}  // namespace llmzip::testing
