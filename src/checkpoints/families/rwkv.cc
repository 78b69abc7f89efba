// RWKV-4 (Peng et al. 2023, arXiv 2305.13048), as Hugging Face has it: a recurrent state instead of attention.
//
// Each layer mixes every channel with that of the token before, and keeps a decaying weighted mean of values,
// Σ exp(w·age + k) v / Σ exp(w·age + k), as numerator and denominator relative to the largest exponent so far.
#include <algorithm>
#include <cmath>
#include <vector>

#include "checkpoints/families/families.h"

namespace llmzip::checkpoints {
namespace {

/// x × mix + before × (1 - mix), the mix learned for each channel.
at::Tensor Mixed(const at::Tensor& x, const at::Tensor& before, const at::Tensor& mix) {
  return at::lerp(before, x, mix);
}

struct RwkvLayer {
  Norm time_norm;
  at::Tensor time_mix_key, time_mix_value, time_mix_receptance;
  at::Tensor decay;  ///< a step's, negative; float32, as the state is
  at::Tensor bonus;  ///< of the newest token
  Linear key, value, receptance, out;

  Norm channel_norm;
  at::Tensor channel_mix_key, channel_mix_receptance;
  Linear channel_key, channel_receptance, channel_value;
};

struct RwkvLayerState {
  at::Tensor time_before, channel_before;
  at::Tensor numerator, denominator, largest;
};

struct RwkvState final : ModelState {
  std::vector<RwkvLayerState> layers;
};

/// The layers' first half: the mean over the past, gated.
at::Tensor MixTime(const RwkvLayer& layer, const at::Tensor& x, RwkvLayerState& state) {
  const at::Tensor key = layer.key(Mixed(x, state.time_before, layer.time_mix_key)).to(at::kFloat);
  const at::Tensor value = layer.value(Mixed(x, state.time_before, layer.time_mix_value)).to(at::kFloat);
  const at::Tensor gate = at::sigmoid(layer.receptance(Mixed(x, state.time_before, layer.time_mix_receptance)));
  state.time_before = x;

  const at::Tensor boosted = key + layer.bonus;
  const at::Tensor top = at::maximum(state.largest, boosted);
  const at::Tensor past = (state.largest - top).exp_();
  const at::Tensor now = (boosted - top).exp_();
  const at::Tensor mean = (past * state.numerator + now * value) / (past * state.denominator + now);

  const at::Tensor decayed = state.largest + layer.decay;
  const at::Tensor next_top = at::maximum(decayed, key);
  const at::Tensor kept = (decayed - next_top).exp_();
  const at::Tensor added = (key - next_top).exp_();
  state.numerator = kept * state.numerator + added * value;
  state.denominator = kept * state.denominator + added;
  state.largest = next_top;
  return layer.out(gate * mean.to(gate.scalar_type()));
}

at::Tensor MixChannels(const RwkvLayer& layer, const at::Tensor& x, RwkvLayerState& state) {
  const at::Tensor key = layer.channel_key(Mixed(x, state.channel_before, layer.channel_mix_key));
  const at::Tensor gate =
      at::sigmoid(layer.channel_receptance(Mixed(x, state.channel_before, layer.channel_mix_receptance)));
  state.channel_before = x;
  return gate * layer.channel_value(at::relu(key).square());
}

class Rwkv final : public LanguageModel {
 public:
  [[nodiscard]] std::int64_t vocabulary() const override { return output.weight.size(0); }
  [[nodiscard]] std::int64_t longest_window() const override { return 0; }
  [[nodiscard]] std::int64_t trained_window() const override { return context_length; }

  [[nodiscard]] std::unique_ptr<ModelState> NewState(std::int64_t lanes, std::int64_t /*window*/) const override {
    auto state = std::make_unique<RwkvState>();
    state->layers.resize(layers.size());
    for (std::size_t i = 0; i < layers.size(); ++i) Clear(lanes, i, state->layers[i]);
    return state;
  }

  void Reset(ModelState& state) const override {
    auto& kept = static_cast<RwkvState&>(state);
    for (std::size_t i = 0; i < layers.size(); ++i) Clear(kept.layers[i].largest.size(0), i, kept.layers[i]);
  }

  [[nodiscard]] at::Tensor Step(const at::Tensor& tokens, ModelState& state) const override {
    auto& kept = static_cast<RwkvState&>(state);
    at::Tensor x;
    for (std::int64_t t = 0; t < tokens.size(1); ++t) {
      x = first_norm(at::embedding(embedding, tokens.select(1, t)));
      for (std::size_t i = 0; i < layers.size(); ++i) {
        x = x + MixTime(layers[i], layers[i].time_norm(x), kept.layers[i]);
        x = x + MixChannels(layers[i], layers[i].channel_norm(x), kept.layers[i]);
        if (HalvedAfter(i)) x = x * 0.5;
      }
    }
    return output(norm(x)).to(at::kFloat);
  }

  [[nodiscard]] std::uint64_t StateBytes(std::uint64_t lanes, std::uint64_t /*window*/) const override {
    const auto hidden = static_cast<std::uint64_t>(embedding.size(1));
    std::uint64_t widest = hidden;
    for (const RwkvLayer& layer : layers) {
      widest = std::max({widest, static_cast<std::uint64_t>(layer.decay.size(0)),
                         static_cast<std::uint64_t>(layer.channel_key.weight.size(0))});
    }
    return lanes * sizeof(float) *
           (5 * layers.size() * widest + 16 * widest + 3 * static_cast<std::uint64_t>(vocabulary()));
  }

  [[nodiscard]] std::uint64_t weight_bytes() const override { return bytes; }

  // To avoid overflow in float16, the stream is halved after every so many layers, and so is what later layers add.
  [[nodiscard]] bool HalvedAfter(std::size_t layer) const { return halve_every != 0 && (layer + 1) % halve_every == 0; }

  at::Tensor embedding;
  Norm first_norm;
  std::vector<RwkvLayer> layers;
  Norm norm;
  Linear output;
  std::int64_t context_length = 0;
  std::size_t halve_every = 0;
  std::uint64_t bytes = 0;

 private:
  void Clear(std::int64_t lanes, std::size_t layer, RwkvLayerState& state) const {
    const std::int64_t hidden = embedding.size(1);
    const std::int64_t inner = layers[layer].decay.size(0);
    const auto exact = embedding.options().dtype(at::kFloat);
    state.time_before = at::zeros({lanes, hidden}, embedding.options());
    state.channel_before = at::zeros({lanes, hidden}, embedding.options());
    state.numerator = at::zeros({lanes, inner}, exact);
    state.denominator = at::zeros({lanes, inner}, exact);
    state.largest = at::full({lanes, inner}, -1e30, exact);
  }
};

struct RwkvShape {
  std::int64_t hidden = 0;
  std::int64_t attention = 0;
  std::int64_t inner = 0;
  double epsilon = 1e-5;
};

at::Tensor TakeMix(Weights& weights, const std::string& name, std::int64_t hidden) {
  const at::Tensor mix = weights.Take(name, {1, 1, hidden});
  return mix.defined() ? mix.view({hidden}) : mix;
}

RwkvLayer TakeRwkvLayer(Weights& weights, const std::string& base, const RwkvShape& shape) {
  const std::string time = base + "attention.";
  const std::string channel = base + "feed_forward.";
  RwkvLayer layer;
  layer.time_norm = weights.TakeLayerNorm(base + "ln1", shape.hidden, shape.epsilon);
  layer.time_mix_key = TakeMix(weights, time + "time_mix_key", shape.hidden);
  layer.time_mix_value = TakeMix(weights, time + "time_mix_value", shape.hidden);
  layer.time_mix_receptance = TakeMix(weights, time + "time_mix_receptance", shape.hidden);
  layer.decay = weights.TakeExact(time + "time_decay", {shape.attention});
  if (layer.decay.defined()) layer.decay = -at::exp(layer.decay);
  layer.bonus = weights.TakeExact(time + "time_first", {shape.attention});
  layer.key = weights.TakeLinear(time + "key", shape.attention, shape.hidden, false);
  layer.value = weights.TakeLinear(time + "value", shape.attention, shape.hidden, false);
  layer.receptance = weights.TakeLinear(time + "receptance", shape.attention, shape.hidden, false);
  layer.out = weights.TakeLinear(time + "output", shape.hidden, shape.attention, false);
  layer.channel_norm = weights.TakeLayerNorm(base + "ln2", shape.hidden, shape.epsilon);
  layer.channel_mix_key = TakeMix(weights, channel + "time_mix_key", shape.hidden);
  layer.channel_mix_receptance = TakeMix(weights, channel + "time_mix_receptance", shape.hidden);
  layer.channel_key = weights.TakeLinear(channel + "key", shape.inner, shape.hidden, false);
  layer.channel_receptance = weights.TakeLinear(channel + "receptance", shape.hidden, shape.hidden, false);
  layer.channel_value = weights.TakeLinear(channel + "value", shape.hidden, shape.inner, false);
  return layer;
}

}  // namespace

StatusOr<std::unique_ptr<LanguageModel>> LoadRwkv(Config& config, Weights& weights) {
  const std::int64_t vocabulary = config.Extent("vocab_size");
  const std::int64_t layers = config.Extent("num_hidden_layers");
  RwkvShape shape;
  shape.hidden = config.Extent("hidden_size");
  shape.attention = config.Extent("attention_hidden_size", shape.hidden);
  shape.inner = config.Extent("intermediate_size", 4 * shape.hidden);
  shape.epsilon = config.Positive("layer_norm_epsilon", 1e-5);
  const auto halve_every = static_cast<std::size_t>(config.Token("rescale_every").value_or(6));
  const std::int64_t context_length = config.Extent("context_length", 1024);
  const bool tied = config.Flag("tie_word_embeddings", false);
  LLMZIP_RETURN_IF_ERROR(config.status());

  auto model = std::make_unique<Rwkv>();
  model->halve_every = halve_every;
  model->context_length = context_length;
  model->embedding = weights.Take("rwkv.embeddings.weight", {vocabulary, shape.hidden});
  model->first_norm = weights.TakeLayerNorm("rwkv.blocks.0.pre_ln", shape.hidden, shape.epsilon);
  for (std::int64_t i = 0; i < layers; ++i) {
    RwkvLayer layer = TakeRwkvLayer(weights, "rwkv.blocks." + std::to_string(i) + ".", shape);
    LLMZIP_RETURN_IF_ERROR(weights.status());
    if (halve_every != 0) {
      const double scale = std::ldexp(1.0, -static_cast<int>(static_cast<std::size_t>(i) / halve_every));
      layer.out.weight = layer.out.weight * scale;
      layer.channel_value.weight = layer.channel_value.weight * scale;
    }
    model->layers.push_back(std::move(layer));
  }
  model->norm = weights.TakeLayerNorm("rwkv.ln_out", shape.hidden, shape.epsilon);
  model->output.weight = tied ? model->embedding : weights.Take("head.weight", {vocabulary, shape.hidden});
  LLMZIP_RETURN_IF_ERROR(weights.status());
  model->bytes = weights.bytes();
  return std::unique_ptr<LanguageModel>(std::move(model));
}

}  // namespace llmzip::checkpoints
