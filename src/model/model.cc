#include "model/model.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "base/little_endian.h"
#include "model/config_json.h"
#include "model/model_writer.h"
#include "model/safetensors.h"
#include "model/sha256.h"

namespace llmzip {
namespace {

constexpr float kMaxScale = 64.0F;
constexpr float kMaxFloat = 1e4F;

Status CheckValues(const TensorShape& shape, ByteView bytes) {
  const bool is_scale = shape.name.ends_with(".scale");
  const bool is_positive = is_scale || shape.name.ends_with(".decay_rate");  // what decays must not grow
  if (shape.type == ElementType::kInt8) {
    // -128 has no positive counterpart, which the kernels rely on.
    if (bytes.empty() || std::memchr(bytes.data(), 0x80, bytes.size()) == nullptr) return Status::Ok();
    return Status::Corrupt("the model's tensor '" + shape.name + "' holds a value outside -127 … 127");
  }
  if (shape.type == ElementType::kUint32 || shape.type == ElementType::kUint8) return Status::Ok();
  for (std::size_t i = 0; i < bytes.size(); i += sizeof(float)) {
    const auto value = std::bit_cast<float>(LoadLittleEndian<std::uint32_t>(bytes.data() + i));
    const bool fits = value <= (is_scale ? kMaxScale : kMaxFloat) && value >= (is_positive ? 0.0F : -kMaxFloat);
    if (!fits) return Status::Corrupt("the model's tensor '" + shape.name + "' holds a value out of range");
  }
  return Status::Ok();
}

// Tokens are of 1 … 255 bytes and in ascending order; equal ones are allowed.
Status CheckTokens(const LanguageConfig& config, ByteView bytes, const std::vector<std::uint32_t>& ends) {
  ByteView before;
  std::size_t begin = 0;
  for (const std::uint32_t end : ends) {
    if (end <= begin || end > bytes.size() || end - begin > kMostTokenBytes)
      return Status::Corrupt("the model's tokens are of sizes that cannot be");
    const ByteView token = bytes.subspan(begin, end - begin);
    if (std::ranges::lexicographical_compare(token, before))
      return Status::Corrupt("the model's tokens are not sorted");
    before = token;
    begin = end;
  }
  if (ends.size() != config.vocabulary || begin != bytes.size())
    return Status::Corrupt("the model's tokens are not all there");
  return Status::Ok();
}

}  // namespace

ModelDigest DigestOfModel(ByteView file) {
  Sha256 sha256;
  sha256.Update(file);
  return sha256.Finish();
}

StatusOr<std::shared_ptr<const Model>> Model::Parse(Bytes file) {
  std::shared_ptr<Model> model(new Model);
  model->owned_ = std::move(file);
  model->file_ = model->owned_;
  return Parse(std::move(model));
}

StatusOr<std::shared_ptr<const Model>> Model::ParseConstant(ByteView file) {
  std::shared_ptr<Model> model(new Model);
  model->file_ = file;
  return Parse(std::move(model));
}

StatusOr<std::shared_ptr<const Model>> Model::ParseMapped(std::shared_ptr<const MappedFile> file) {
  std::shared_ptr<Model> model(new Model);
  model->file_ = file->bytes();
  model->mapped_ = std::move(file);
  return Parse(std::move(model));
}

StatusOr<std::shared_ptr<const Model>> Model::Parse(std::shared_ptr<Model> model) {
  LLMZIP_ASSIGN_OR_RETURN(Safetensors parsed, ParseSafetensors(model->file_));
  model->metadata_ = std::move(parsed.metadata);
  if (model->metadata("format") != kModelFormat) return Status::Corrupt("not a model file of llmzip");
  const bool is_text = model->metadata("architecture") == kTextArchitecture;
  const bool is_language = model->metadata("architecture") == kLanguageArchitecture;
  if (model->metadata("format_version") != kModelFormatVersion ||
      model->metadata("quantisation") != (is_text ? "none" : "int8") ||
      model->metadata("alphabet") != (is_language ? "tokens" : "bytes") ||
      (is_language && model->metadata("numerics") != kLanguageNumerics)) {
    return Status::Unsupported("the model file was made by a newer llmzip");
  }
  LLMZIP_RETURN_IF_ERROR(is_text       ? model->TakeText(parsed)
                         : is_language ? model->TakeLanguage(parsed)
                                       : model->TakeNetwork(parsed));
  model->name_ = model->metadata("name");
  model->digest_ = DigestOfModel(model->file_);
  return std::shared_ptr<const Model>(std::move(model));
}

Status Model::TakeText(const Safetensors& parsed) {
  LLMZIP_ASSIGN_OR_RETURN(text_, TextFromJson(metadata("config")));
  if (parsed.tensors.size() != 1 || parsed.tensors[0].name != "text" || parsed.tensors[0].dtype != "U8") {
    return Status::Corrupt("the model's text is missing");
  }
  text_->packed = file_.subspan(parsed.tensors[0].offset, parsed.tensors[0].size);
  return Status::Ok();
}

Status Model::TakeNetwork(const Safetensors& parsed) {
  LLMZIP_ASSIGN_OR_RETURN(config_, ConfigFromJson(metadata("architecture"), metadata("config")));
  return TakeTensors(parsed, TensorsOf(config_));
}

Status Model::TakeLanguage(const Safetensors& parsed) {
  LLMZIP_ASSIGN_OR_RETURN(language_, LanguageConfigFromJson(metadata("config")));
  const auto size_of = [&](std::string_view name) {
    const auto found = std::ranges::find(parsed.tensors, name, &SafetensorsTensor::name);
    return found == parsed.tensors.end() ? 0 : found->size;
  };
  LLMZIP_RETURN_IF_ERROR(TakeTensors(parsed, TensorsOf(*language_, size_of(kTokenBytes), size_of(kTokeniser))));
  return CheckTokens(*language_, BytesOf(kTokenBytes), Uint32(kTokenEnds));
}

Status Model::TakeTensors(const Safetensors& parsed, const std::vector<TensorShape>& wanted) {
  if (wanted.size() != parsed.tensors.size()) return Status::Corrupt("the model file has too many or too few tensors");
  for (const TensorShape& shape : wanted) {
    const auto found = std::ranges::find(parsed.tensors, shape.name, &SafetensorsTensor::name);
    if (found == parsed.tensors.end() || found->shape != shape.dimensions || found->dtype != DtypeName(shape.type)) {
      return Status::Corrupt("the model's tensor '" + shape.name + "' is missing or of another shape or type");
    }
    LLMZIP_RETURN_IF_ERROR(CheckValues(shape, file_.subspan(found->offset, found->size)));
    tensors_.push_back({shape.name, found->offset, found->size});
  }
  return Status::Ok();
}

std::string_view Model::metadata(std::string_view key) const {
  const auto found = std::ranges::find(metadata_, key, [](const auto& entry) { return std::string_view(entry.first); });
  return found == metadata_.end() ? std::string_view() : std::string_view(found->second);
}

ByteView Model::Find(std::string_view tensor) const {
  const auto found = std::ranges::find(tensors_, tensor, &Tensor::name);
  assert(found != tensors_.end());
  return file_.subspan(found->offset, found->size);
}

std::vector<std::int8_t> Model::Int8(std::string_view tensor) const {
  const ByteView bytes = Find(tensor);
  return {bytes.begin(), bytes.end()};
}

std::vector<std::uint32_t> Model::Uint32(std::string_view tensor) const {
  const ByteView bytes = Find(tensor);
  std::vector<std::uint32_t> values(bytes.size() / sizeof(std::uint32_t));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = LoadLittleEndian<std::uint32_t>(bytes.data() + i * sizeof(std::uint32_t));
  return values;
}

std::vector<float> Model::Float32(std::string_view tensor) const {
  const std::vector<std::uint32_t> bits = Uint32(tensor);
  std::vector<float> values(bits.size());
  std::ranges::transform(bits, values.begin(), [](std::uint32_t b) { return std::bit_cast<float>(b); });
  return values;
}

std::shared_ptr<const void> Model::GetOrComputeUntyped(
    const ComputedKey& key, const std::function<std::shared_ptr<const void>()>& compute) const {
  const std::scoped_lock lock(computed_mutex_);
  for (const auto& [known, computed] : computed_) {
    if (known == key) return computed;
  }
  auto made = compute();
  if (made != nullptr) computed_.emplace_back(key, made);
  return made;
}

StatusOr<CheckpointDescription> ModelSource::DescribeCheckpoint(const CheckpointRequest& request) const {
  LLMZIP_ASSIGN_OR_RETURN(const OpenedCheckpoint opened, OpenCheckpoint(request));
  CheckpointDescription description = {opened.digest, opened.name, {}};
  description.size.opened_bytes = opened.checkpoint->memory_bytes();
  description.size.lane_bytes = opened.checkpoint->PredictorMemory({});
  description.size.vocabulary = opened.checkpoint->alphabet_size();
  description.size.tokens = opened.checkpoint->tokeniser() != nullptr;
  return description;
}

}  // namespace llmzip
