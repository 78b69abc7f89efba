#include "support/made_checkpoint.h"

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/little_endian.h"
#include "base/split_mix.h"
#include "model/safetensors.h"

namespace llmzip::testing {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr const char* kEnd = "<|endoftext|>";

/// A byte as byte-level tokenisers write it.
std::string ByteName(unsigned byte) {
  unsigned character = byte;
  const auto printable = [](unsigned b) { return (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b != 0xAD); };
  if (!printable(byte)) {
    character = 0x100;
    for (unsigned b = 0; b < byte; ++b) character += printable(b) ? 0 : 1;
  }
  if (character < 0x80) return {static_cast<char>(character)};
  return {static_cast<char>(0xC0 | character >> 6), static_cast<char>(0x80 | (character & 0x3F))};
}

std::vector<std::pair<std::string, std::string>> Merges() {
  const std::string space = ByteName(' ');
  return {{space, "t"}, {"h", "e"},   {space + "t", "he"}, {"i", "n"},
          {"in", "g"},  {space, "a"}, {"a", "b"},          {"ab", "c"}};
}

std::vector<std::string> TokenNames() {
  std::vector<std::string> names;
  for (unsigned byte = 0; byte < 256; ++byte) names.push_back(ByteName(byte));
  for (const auto& [left, right] : Merges()) names.push_back(left + right);
  names.emplace_back(kEnd);
  return names;
}

Bytes TokenizerJson() {
  const std::vector<std::string> names = TokenNames();
  OrderedJson vocabulary = OrderedJson::object();
  for (std::size_t id = 0; id + 1 < names.size(); ++id) vocabulary[names[id]] = id;
  OrderedJson merges = OrderedJson::array();
  for (const auto& [left, right] : Merges()) merges.push_back(left + " " + right);
  const OrderedJson tokenizer = {
      {"version", "1.0"},
      {"added_tokens", OrderedJson::array({{{"id", names.size() - 1}, {"content", kEnd}, {"special", true}}})},
      {"normalizer", nullptr},
      {"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", true}}},
      {"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", merges}}}};
  const std::string text = tokenizer.dump();
  return {text.begin(), text.end()};
}

/// llama.cpp's order of the rows of queries and keys: elements i and i + half of a head lie side by side.
MadeTensor Interleaved(const MadeTensor& tensor, std::uint32_t head_width) {
  MadeTensor result = tensor;
  const std::size_t columns = tensor.shape.size() == 2 ? tensor.shape[1] : 1;
  for (std::size_t row = 0; row < tensor.shape[0]; ++row) {
    const std::size_t head = row / head_width * head_width;
    const std::size_t i = row % head_width;
    const std::size_t from = head + i / 2 + i % 2 * (head_width / 2);
    std::copy_n(tensor.values.begin() + static_cast<std::ptrdiff_t>(from * columns), columns,
                result.values.begin() + static_cast<std::ptrdiff_t>(row * columns));
  }
  return result;
}

MadeTensor Turned(const MadeTensor& tensor) {
  MadeTensor result = {{tensor.shape[1], tensor.shape[0]}, std::vector<double>(tensor.values.size())};
  for (std::size_t r = 0; r < tensor.shape[0]; ++r) {
    for (std::size_t c = 0; c < tensor.shape[1]; ++c) {
      result.values[c * tensor.shape[0] + r] = tensor.values[r * tensor.shape[1] + c];
    }
  }
  return result;
}

/// GPT-NeoX's rows, query, key and value head by head, as all queries, all keys, all values.
MadeTensor Unstacked(const MadeTensor& tensor, std::uint32_t heads, std::uint32_t head_width) {
  MadeTensor result = tensor;
  const std::size_t columns = tensor.shape.size() == 2 ? tensor.shape[1] : 1;
  for (std::size_t part = 0; part < 3; ++part) {
    for (std::size_t head = 0; head < heads; ++head) {
      const std::size_t from = (3 * head + part) * head_width * columns;
      const std::size_t to = (part * heads + head) * head_width * columns;
      std::copy_n(tensor.values.begin() + static_cast<std::ptrdiff_t>(from), head_width * columns,
                  result.values.begin() + static_cast<std::ptrdiff_t>(to));
    }
  }
  return result;
}

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  if (const std::size_t at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
  return text;
}

/// What GGUF calls a tensor of Hugging Face's.
std::string GgufName(std::string name) {
  const std::pair<const char*, const char*> kParts[] = {{"model.embed_tokens", "token_embd"},
                                                        {"model.norm", "output_norm"},
                                                        {"lm_head", "output"},
                                                        {"embed_out", "output"},
                                                        {"model.layers.", "blk."},
                                                        {"self_attn.q_proj", "attn_q"},
                                                        {"self_attn.k_proj", "attn_k"},
                                                        {"self_attn.v_proj", "attn_v"},
                                                        {"self_attn.o_proj", "attn_output"},
                                                        {"self_attn.q_norm", "attn_q_norm"},
                                                        {"self_attn.k_norm", "attn_k_norm"},
                                                        {"mlp.gate_proj", "ffn_gate"},
                                                        {"mlp.up_proj", "ffn_up"},
                                                        {"mlp.down_proj", "ffn_down"},
                                                        {"post_attention_layernorm", "ffn_norm"},
                                                        {"input_layernorm", "attn_norm"},
                                                        {"transformer.wte", "token_embd"},
                                                        {"transformer.wpe", "position_embd"},
                                                        {"transformer.ln_f", "output_norm"},
                                                        {"transformer.h.", "blk."},
                                                        {"ln_1", "attn_norm"},
                                                        {"ln_2", "ffn_norm"},
                                                        {"attn.c_attn", "attn_qkv"},
                                                        {"attn.c_proj", "attn_output"},
                                                        {"mlp.c_fc", "ffn_up"},
                                                        {"mlp.c_proj", "ffn_down"},
                                                        {"gpt_neox.embed_in", "token_embd"},
                                                        {"gpt_neox.final_layer_norm", "output_norm"},
                                                        {"gpt_neox.layers.", "blk."},
                                                        {"attention.query_key_value", "attn_qkv"},
                                                        {"attention.dense", "attn_output"},
                                                        {"mlp.dense_h_to_4h", "ffn_up"},
                                                        {"mlp.dense_4h_to_h", "ffn_down"}};
  for (const auto& [theirs, gguf] : kParts) name = Replaced(std::move(name), theirs, gguf);
  return name;
}

}  // namespace

void AppendNumber(double value, const std::string& format, Bytes* bytes) {
  const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
  std::uint32_t stored = bits;
  unsigned size = 4;
  if (format == "BF16") {
    stored = bits >> 16;
    size = 2;
  } else if (format == "F16") {
    const std::uint32_t exponent = bits >> 23 & 0xFF;
    stored = exponent == 0 ? 0 : (bits >> 16 & 0x8000) | (exponent - 112) << 10 | (bits >> 13 & 0x3FF);
    size = 2;
  }
  for (unsigned i = 0; i < size; ++i) bytes->push_back(static_cast<std::uint8_t>(stored >> 8 * i));
}

MadeCheckpoint::MadeCheckpoint(std::string family, std::uint64_t seed) : family_(std::move(family)), state_(seed) {
  if (family_ == "gpt2") {
    MakeGpt2();
  } else if (family_ == "gpt_neox") {
    MakeNeoX();
  } else {
    MakeLlamaLike();
  }
}

void MadeCheckpoint::Add(const std::string& name, std::vector<std::uint64_t> shape, double scale, double offset) {
  MadeTensor tensor;
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape) count *= extent;
  SplitMix64 random(state_ += 0x1000);
  for (std::uint64_t i = 0; i < count; ++i) {
    const double sixteenths = static_cast<double>(static_cast<int>(random.Bits(6)) - 32) / 32;
    tensor.values.push_back(offset + scale * sixteenths);
  }
  tensor.shape = std::move(shape);
  tensors_[name] = std::move(tensor);
}

void MadeCheckpoint::MakeLlamaLike() {
  const std::uint64_t keys = std::uint64_t{key_value_heads()} * kHeadWidth;
  const bool biased = family_ == "qwen2";
  Add("model.embed_tokens.weight", {kTokens, kWidth}, 1);
  for (std::uint32_t n = 0; n < kLayers; ++n) {
    const std::string base = "model.layers." + std::to_string(n) + ".";
    Add(base + "input_layernorm.weight", {kWidth}, 0.5, 1);
    Add(base + "post_attention_layernorm.weight", {kWidth}, 0.5, 1);
    Add(base + "self_attn.q_proj.weight", {kHeads * kHeadWidth, kWidth}, 0.25);
    Add(base + "self_attn.k_proj.weight", {keys, kWidth}, 0.25);
    Add(base + "self_attn.v_proj.weight", {keys, kWidth}, 0.25);
    Add(base + "self_attn.o_proj.weight", {kWidth, kHeads * kHeadWidth}, 0.25);
    if (biased) {
      Add(base + "self_attn.q_proj.bias", {kHeads * kHeadWidth}, 0.25);
      Add(base + "self_attn.k_proj.bias", {keys}, 0.25);
      Add(base + "self_attn.v_proj.bias", {keys}, 0.5);
    }
    if (family_ == "qwen3") {
      Add(base + "self_attn.q_norm.weight", {kHeadWidth}, 0.5, 1);
      Add(base + "self_attn.k_norm.weight", {kHeadWidth}, 0.5, 1);
    }
    Add(base + "mlp.gate_proj.weight", {kHidden, kWidth}, 0.25);
    Add(base + "mlp.up_proj.weight", {kHidden, kWidth}, 0.25);
    Add(base + "mlp.down_proj.weight", {kWidth, kHidden}, 0.25);
  }
  Add("model.norm.weight", {kWidth}, 0.5, 1);
  if (family_ != "llama") Add("lm_head.weight", {kTokens, kWidth}, 1);  // llama's is tied
}

void MadeCheckpoint::MakeGpt2() {
  const auto norm = [this](const std::string& name) {
    Add(name + ".weight", {kWidth}, 0.5, 1);
    Add(name + ".bias", {kWidth}, 0.5);
  };
  const auto linear = [this](const std::string& name, std::uint64_t inputs, std::uint64_t outputs, double scale) {
    Add(name + ".weight", {inputs, outputs}, scale);
    Add(name + ".bias", {outputs}, 0.25);
  };
  Add("transformer.wte.weight", {kTokens, kWidth}, 1);
  Add("transformer.wpe.weight", {kContext, kWidth}, 0.5);
  for (std::uint32_t n = 0; n < kLayers; ++n) {
    const std::string base = "transformer.h." + std::to_string(n) + ".";
    norm(base + "ln_1");
    norm(base + "ln_2");
    linear(base + "attn.c_attn", kWidth, 3 * kWidth, 0.25);
    linear(base + "attn.c_proj", kWidth, kWidth, 0.25);
    linear(base + "mlp.c_fc", kWidth, kHidden, 0.25);
    linear(base + "mlp.c_proj", kHidden, kWidth, 0.25);
  }
  norm("transformer.ln_f");
}

void MadeCheckpoint::MakeNeoX() {
  const auto norm = [this](const std::string& name) {
    Add(name + ".weight", {kWidth}, 0.5, 1);
    Add(name + ".bias", {kWidth}, 0.5);
  };
  const auto linear = [this](const std::string& name, std::uint64_t outputs, std::uint64_t inputs, double scale) {
    Add(name + ".weight", {outputs, inputs}, scale);
    Add(name + ".bias", {outputs}, 0.25);
  };
  Add("gpt_neox.embed_in.weight", {kTokens, kWidth}, 1);
  for (std::uint32_t n = 0; n < kLayers; ++n) {
    const std::string base = "gpt_neox.layers." + std::to_string(n) + ".";
    norm(base + "input_layernorm");
    norm(base + "post_attention_layernorm");
    linear(base + "attention.query_key_value", 3 * kWidth, kWidth, 0.25);
    linear(base + "attention.dense", kWidth, kWidth, 0.25);
    linear(base + "mlp.dense_h_to_4h", kHidden, kWidth, 0.25);
    linear(base + "mlp.dense_4h_to_h", kWidth, kHidden, 0.25);
  }
  norm("gpt_neox.final_layer_norm");
  Add("embed_out.weight", {kTokens, kWidth}, 1);
}

std::map<std::string, Bytes> MadeCheckpoint::Folder(const std::string& dtype, unsigned shards) const {
  OrderedJson config = {{"model_type", family_}, {"vocab_size", kTokens}, {"bos_token_id", kTokens - 1}};
  if (family_ == "gpt2") {
    config.update({{"n_embd", kWidth},
                   {"n_head", kHeads},
                   {"n_layer", kLayers},
                   {"n_positions", kContext},
                   {"n_inner", kHidden},
                   {"activation_function", "gelu_new"}});
  } else {
    config.update({{"hidden_size", kWidth},
                   {"num_attention_heads", kHeads},
                   {"num_hidden_layers", kLayers},
                   {"max_position_embeddings", kContext},
                   {"intermediate_size", kHidden}});
    if (family_ == "gpt_neox") {
      config.update({{"rotary_pct", 0.5}, {"hidden_act", "gelu_new"}});
    } else {
      config.update({{"num_key_value_heads", key_value_heads()},
                     {"head_dim", kHeadWidth},
                     {"rms_norm_eps", 1e-5},
                     {"hidden_act", "silu"},
                     {"tie_word_embeddings", family_ == "llama"}});
    }
    if (family_ == "mistral") config["sliding_window"] = 5;
  }
  std::map<std::string, Bytes> files;
  const std::string text = config.dump();
  files["config.json"] = {text.begin(), text.end()};
  files["tokenizer.json"] = TokenizerJson();
  std::vector<std::vector<TensorBytes>> parts(shards);
  OrderedJson map = OrderedJson::object();
  const auto part_name = [shards](std::size_t part) {
    return shards == 1 ? std::string("model.safetensors") : "model-" + std::to_string(part) + ".safetensors";
  };
  std::size_t number = 0;
  for (const auto& [name, tensor] : tensors_) {
    const std::size_t part = number++ % shards;
    Bytes bytes;
    for (const double value : tensor.values) AppendNumber(value, dtype, &bytes);
    parts[part].push_back({name, dtype, tensor.shape, std::move(bytes)});
    map[name] = part_name(part);
  }
  for (std::size_t part = 0; part < shards; ++part) {
    files[part_name(part)] = WriteSafetensors({{"format", "pt"}}, parts[part]);
  }
  if (shards > 1) {
    const std::string index = OrderedJson{{"weight_map", map}}.dump();
    files["model.safetensors.index.json"] = {index.begin(), index.end()};
  }
  return files;
}

Bytes MadeCheckpoint::Gguf(const std::string& type) const {
  const std::string architecture = family_ == "gpt_neox" ? "gptneox" : family_;
  const std::string prefix = architecture + ".";
  GgufBytes keys;
  keys.Key("general.architecture", architecture).Key("general.name", std::string_view("made " + family_));
  keys.Key(prefix + "block_count", kLayers).Key(prefix + "embedding_length", kWidth);
  keys.Key(prefix + "feed_forward_length", kHidden).Key(prefix + "context_length", kContext);
  keys.Key(prefix + "attention.head_count", kHeads).Key(prefix + "attention.head_count_kv", key_value_heads());
  keys.Key(prefix + (layer_norms() ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon"), 1e-5F);
  if (family_ == "gpt_neox") keys.Key(prefix + "rope.dimension_count", kHeadWidth / 2);
  if (family_ == "gpt_neox") keys.Key(prefix + "use_parallel_residual", true);
  if (family_ == "qwen3") keys.Key(prefix + "attention.key_length", kHeadWidth);
  if (family_ == "qwen3") keys.Key(prefix + "attention.value_length", kHeadWidth);
  std::vector<std::string> merges;
  for (const auto& [left, right] : Merges()) merges.push_back(left + " " + right);
  std::vector<std::uint32_t> kinds(kTokens, 1);
  kinds.back() = 3;
  keys.Key("tokenizer.ggml.model", std::string_view("gpt2")).Key("tokenizer.ggml.pre", std::string_view("gpt-2"));
  keys.Key("tokenizer.ggml.tokens", TokenNames()).Key("tokenizer.ggml.token_type", kinds);
  keys.Key("tokenizer.ggml.merges", merges).Key("tokenizer.ggml.bos_token_id", kTokens - 1);

  GgufBytes list;
  Bytes data;
  for (const auto& [name, original] : tensors_) {
    MadeTensor tensor = original;
    if (family_ == "llama" && (name.find("q_proj") != std::string::npos || name.find("k_proj") != std::string::npos)) {
      tensor = Interleaved(tensor, kHeadWidth);
    }
    const bool turned = name.find(".c_") != std::string::npos && tensor.shape.size() == 2;
    if (turned) tensor = Turned(tensor);
    if (name.find("query_key_value") != std::string::npos) tensor = Unstacked(tensor, kHeads, kHeadWidth);
    const std::string format = tensor.shape.size() == 2 ? type : "F32";
    list.Text(GgufName(name)).Integer(tensor.shape.size(), 4);
    for (std::size_t i = tensor.shape.size(); i-- > 0;) list.Integer(tensor.shape[i], 8);
    list.Integer(format == "F32" ? 0 : format == "F16" ? 1 : 30, 4).Integer(data.size(), 8);
    for (const double value : tensor.values) AppendNumber(value, format, &data);
    data.resize((data.size() + 31) / 32 * 32);
  }
  GgufBytes file;
  file.Integer(0x46554747, 4).Integer(3, 4).Integer(tensors_.size(), 8).Integer(keys.keys(), 8);
  Bytes bytes = file.bytes();
  bytes.insert(bytes.end(), keys.bytes().begin(), keys.bytes().end());
  bytes.insert(bytes.end(), list.bytes().begin(), list.bytes().end());
  bytes.resize((bytes.size() + 31) / 32 * 32);
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

GgufBytes& GgufBytes::Integer(std::uint64_t value, unsigned size) {
  for (unsigned i = 0; i < size; ++i) bytes_.push_back(static_cast<std::uint8_t>(value >> 8 * i));
  return *this;
}

GgufBytes& GgufBytes::Text(std::string_view text) {
  Integer(text.size(), 8);
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  return *this;
}

GgufBytes& GgufBytes::Key(std::string_view key, std::uint32_t value) {
  ++keys_;
  return Text(key).Integer(4, 4).Integer(value, 4);
}

GgufBytes& GgufBytes::Key(std::string_view key, float value) {
  ++keys_;
  return Text(key).Integer(6, 4).Integer(std::bit_cast<std::uint32_t>(value), 4);
}

GgufBytes& GgufBytes::Key(std::string_view key, bool value) {
  ++keys_;
  return Text(key).Integer(7, 4).Integer(value ? 1 : 0, 1);
}

GgufBytes& GgufBytes::Key(std::string_view key, std::string_view value) {
  ++keys_;
  return Text(key).Integer(8, 4).Text(value);
}

GgufBytes& GgufBytes::Key(std::string_view key, const std::vector<std::string>& values) {
  ++keys_;
  Text(key).Integer(9, 4).Integer(8, 4).Integer(values.size(), 8);
  for (const std::string& value : values) Text(value);
  return *this;
}

GgufBytes& GgufBytes::Key(std::string_view key, const std::vector<std::uint32_t>& values) {
  ++keys_;
  Text(key).Integer(9, 4).Integer(4, 4).Integer(values.size(), 8);
  for (const std::uint32_t value : values) Integer(value, 4);
  return *this;
}

}  // namespace llmzip::testing
