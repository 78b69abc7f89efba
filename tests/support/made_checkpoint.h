// MadeCheckpoint: a small checkpoint with random weights, written as other programs write theirs: a Hugging Face folder
// or a GGUF file.
//
// All weights are small integers times a power of two, so that F32, F16 and BF16 hold them exactly and every form of a
// checkpoint is the same model. The tokeniser is byte-level BPE: 256 bytes, some merges, one special token. Values;
// thread-safe.
#ifndef LLMZIP_TESTS_SUPPORT_MADE_CHECKPOINT_H_
#define LLMZIP_TESTS_SUPPORT_MADE_CHECKPOINT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "llmzip/codec.h"

namespace llmzip::testing {

struct MadeTensor {
  std::vector<std::uint64_t> shape;  ///< outermost first
  std::vector<double> values;
};

class MadeCheckpoint {
 public:
  /// `family`: llama, mistral, qwen2, qwen3, gpt2 or gpt_neox.
  MadeCheckpoint(std::string family, std::uint64_t seed);

  static constexpr std::uint32_t kWidth = 48;
  static constexpr std::uint32_t kHeads = 4;
  static constexpr std::uint32_t kHeadWidth = 12;
  static constexpr std::uint32_t kHidden = 40;
  static constexpr std::uint32_t kLayers = 2;
  static constexpr std::uint32_t kContext = 64;
  static constexpr std::uint32_t kTokens = 265;
  [[nodiscard]] std::uint32_t key_value_heads() const { return layer_norms() ? kHeads : 2; }
  [[nodiscard]] bool layer_norms() const { return family_ == "gpt2" || family_ == "gpt_neox"; }
  [[nodiscard]] const std::string& family() const { return family_; }

  /// By the names that Hugging Face's code gives them.
  [[nodiscard]] const std::map<std::string, MadeTensor>& tensors() const { return tensors_; }

  /// The files of a folder; `dtype`: F32, F16 or BF16. In `shards` files with an index, if more than 1.
  [[nodiscard]] std::map<std::string, Bytes> Folder(const std::string& dtype = "F32", unsigned shards = 1) const;

  /// A GGUF file; `type`: F32, F16 or BF16 for matrices. Not of mistral, which is llama there.
  [[nodiscard]] Bytes Gguf(const std::string& type = "F32") const;

 private:
  void MakeLlamaLike();
  void MakeGpt2();
  void MakeNeoX();
  void Add(const std::string& name, std::vector<std::uint64_t> shape, double scale, double offset = 0);

  std::string family_;
  std::uint64_t state_;
  std::map<std::string, MadeTensor> tensors_;
};

/// Bytes of a GGUF file, field by field.
class GgufBytes {
 public:
  GgufBytes& Integer(std::uint64_t value, unsigned size);
  GgufBytes& Text(std::string_view text);
  /// A key with its value.
  GgufBytes& Key(std::string_view key, std::uint32_t value);
  GgufBytes& Key(std::string_view key, float value);
  GgufBytes& Key(std::string_view key, bool value);
  GgufBytes& Key(std::string_view key, std::string_view value);
  GgufBytes& Key(std::string_view key, const std::vector<std::string>& values);
  GgufBytes& Key(std::string_view key, const std::vector<std::uint32_t>& values);
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  [[nodiscard]] std::uint32_t keys() const { return keys_; }

 private:
  Bytes bytes_;
  std::uint32_t keys_ = 0;
};

/// Of a number that the format holds exactly: F32, F16 or BF16.
void AppendNumber(double value, const std::string& format, Bytes* bytes);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_MADE_CHECKPOINT_H_
