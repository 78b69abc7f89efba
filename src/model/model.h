// Model: a checked model file in memory.
//
// A model file is safetensors: an 8-byte little-endian header size, a JSON header, raw tensors. Ours carry in
// `__metadata__` (strings): format "llmzip-model", format_version "1", name, architecture, config (JSON of
// NetworkConfig), quantisation "int8", alphabet "bytes"; for people licence, trained_on, bits_per_byte, provenance
// (JSON: command, data, bytes seen): models/README.md. Parse checks everything a reader may rely on: sizes, offsets,
// types, shapes against TensorsOf(config), int8 not -128, floats finite and within ±1e4, scales within 0 … 64, decay
// rates not negative. The file is untrusted. What it says is immutable after Parse; thread-safe.
//
// A language model (architecture "language", alphabet "tokens"; made by `llmzip import`) has the tensors of
// model/language/language_config.h, and in `numerics` the version of the operations it was made for. Its weights are
// used where they lie, so that a mapped file is never copied.
//
// A text for priming (`primed(P,text:NAME)`) is stored in the same kind of file: architecture "text", quantisation
// "none", config {"bytes": its size, "packing": the codec that packed it}, one tensor "text" of U8.
#ifndef LLMZIP_MODEL_MODEL_H_
#define LLMZIP_MODEL_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "io/mapped_file.h"
#include "llmzip/codec.h"
#include "llmzip/models.h"
#include "llmzip/status.h"
#include "model/checkpoint.h"
#include "model/checkpoint_size.h"
#include "model/language/language_config.h"
#include "model/network_config.h"
#include "model/packed_text.h"
#include "model/safetensors.h"

namespace llmzip {

inline constexpr std::string_view kModelFormat = "llmzip-model";
inline constexpr std::string_view kModelFormatVersion = "1";

/// The SHA-256 of a model file: its identity in frames.
ModelDigest DigestOfModel(ByteView file);

class Model {
 public:
  /// kCorrupt for anything that is not a model file, kUnsupported for one of a newer format.
  static StatusOr<std::shared_ptr<const Model>> Parse(Bytes file);

  /// The same of bytes that are there for as long as the program runs, without a copy.
  static StatusOr<std::shared_ptr<const Model>> ParseConstant(ByteView file);

  /// The same of a mapped file, which is kept as long as the model.
  static StatusOr<std::shared_ptr<const Model>> ParseMapped(std::shared_ptr<const MappedFile> file);

  [[nodiscard]] const ModelDigest& digest() const { return digest_; }
  [[nodiscard]] std::uint64_t file_size() const { return file_.size(); }
  /// The whole file; as long as the model.
  [[nodiscard]] ByteView file() const { return file_; }
  /// Nothing for a text, which has no tensors to ask for.
  [[nodiscard]] const std::optional<PackedText>& text() const { return text_; }
  /// Of a language model; nothing for all others.
  [[nodiscard]] const std::optional<LanguageConfig>& language() const { return language_; }
  /// Of a network of bytes; all zeros for a text or a language model.
  [[nodiscard]] const NetworkConfig& config() const { return config_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// The metadata's value of a key, "" if there is none.
  [[nodiscard]] std::string_view metadata(std::string_view key) const;

  /// Tensors that TensorsOf lists; asking for another is a programmer's error. Copies, aligned, in host byte order.
  [[nodiscard]] std::vector<std::int8_t> Int8(std::string_view tensor) const;
  [[nodiscard]] std::vector<float> Float32(std::string_view tensor) const;
  [[nodiscard]] std::vector<std::uint32_t> Uint32(std::string_view tensor) const;
  /// The bytes of a tensor where they lie, little-endian and not aligned; as long as the model.
  [[nodiscard]] ByteView BytesOf(std::string_view tensor) const { return Find(tensor); }

  /// Something made of this model once and kept as long as it, such as its packed weights: the first to ask calls
  /// `make`, which gives a std::shared_ptr<const T>, while others wait; all share it. There is one for each T and
  /// variant. Null, for what could not be made, is not kept.
  template <typename T, typename Make>
  [[nodiscard]] std::shared_ptr<const T> GetOrCompute(unsigned variant, const Make& make) const {
    const auto compute = [&]() -> std::shared_ptr<const void> { return std::shared_ptr<const T>(make()); };
    return std::static_pointer_cast<const T>(GetOrComputeUntyped({typeid(T), variant}, compute));
  }

 private:
  struct Tensor {
    std::string name;
    std::size_t offset = 0;  // into file_
    std::size_t size = 0;
  };
  using ComputedKey = std::pair<std::type_index, unsigned>;  // type, variant
  Model() = default;
  static StatusOr<std::shared_ptr<const Model>> Parse(std::shared_ptr<Model> model);
  [[nodiscard]] std::shared_ptr<const void> GetOrComputeUntyped(
      const ComputedKey& key, const std::function<std::shared_ptr<const void>()>& compute) const;
  Status TakeText(const Safetensors& parsed);
  Status TakeNetwork(const Safetensors& parsed);
  Status TakeLanguage(const Safetensors& parsed);
  Status TakeTensors(const Safetensors& parsed, const std::vector<TensorShape>& wanted);
  [[nodiscard]] ByteView Find(std::string_view tensor) const;

  Bytes owned_;  // nothing, if the file's bytes are constant or mapped
  std::shared_ptr<const MappedFile> mapped_;
  ByteView file_;  // the whole file
  ModelDigest digest_{};
  NetworkConfig config_;
  std::optional<PackedText> text_;
  std::optional<LanguageConfig> language_;
  std::string name_;
  std::vector<std::pair<std::string, std::string>> metadata_;
  std::vector<Tensor> tensors_;
  mutable std::mutex computed_mutex_;  // protects computed_
  mutable std::vector<std::pair<ComputedKey, std::shared_ptr<const void>>> computed_;
};

/// Which checkpoint to open, and how.
struct CheckpointRequest {
  std::string reference;  ///< a path, or a name in the model folders
  CheckpointOptions options;
  std::optional<ModelDigest> digest =
      std::nullopt;                       ///< then no other will do; `reference` only says where to look first
  std::string recorded_environment = {};  ///< of the frame that wants it: tells what differs in one that won't do
  /// False: one of the right name is taken for the right one, none of its files read. For those who only describe it.
  bool identify = true;
};

/// What there is to know of a checkpoint that is not open.
struct CheckpointDescription {
  ModelDigest digest{};  ///< of all its files: docs/FORMAT.md, section 2.3; as requested if not identified
  std::string name;      ///< for people: of its folder or file
  CheckpointSize size;
};

struct OpenedCheckpoint {
  std::shared_ptr<const Checkpoint> checkpoint;
  ModelDigest digest{};  ///< of all its files: docs/FORMAT.md, section 2.3
  std::string name;      ///< for people: of its folder or file
  std::string parts;     ///< "weights=01234567 config=…": digests' beginnings, as they stand in environments
};

/// Gives predictors their models, by the text after `net:` or `torch:` in a spec.
class ModelSource {
 public:
  ModelSource() = default;
  ModelSource(const ModelSource&) = delete;
  ModelSource& operator=(const ModelSource&) = delete;
  virtual ~ModelSource() = default;

  /// `reference` is a shipped or installed model's name, a file's path, 64 hexadecimal digits of a digest,
  /// or "" for the default model. kModelMissing says where was looked.
  virtual StatusOr<std::shared_ptr<const Model>> Find(std::string_view reference) const = 0;

  /// Finds a checkpoint without opening it. kModelMissing as OpenCheckpoint. A source that cannot do without opens it,
  /// and its size is that of the opened one.
  virtual StatusOr<CheckpointDescription> DescribeCheckpoint(const CheckpointRequest& request) const;

  /// The whole digest of the one model at hand whose digest begins so. kModelMissing if there is none, or several.
  virtual StatusOr<ModelDigest> CompleteDigest(std::span<const std::uint8_t> /*beginning*/) const {
    return Status::ModelMissing("no model is at hand");
  }

  /// Opens a checkpoint, or gives one that is open already. kModelMissing says where was looked, what differs, or that
  /// the plug-in is not here.
  virtual StatusOr<OpenedCheckpoint> OpenCheckpoint(const CheckpointRequest& request) const {
    return Status::ModelMissing("no checkpoint '" + request.reference + "' is at hand");
  }

  /// What ListModels says of the models that are not embedded.
  [[nodiscard]] virtual std::vector<ModelSummary> List() const { return {}; }
};

}  // namespace llmzip

#endif  // LLMZIP_MODEL_MODEL_H_
