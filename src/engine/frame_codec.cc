#include "engine/frame_codec.h"

#include <algorithm>
#include <utility>

#include "engine/block_threads.h"
#include "engine/hexadecimal.h"
#include "llmzip/models.h"
#include "model/model.h"
#include "registry/model_references.h"

namespace llmzip {
namespace {

// The arithmetic codec's row of frequencies for each lane: 256 symbols of 4 bytes, twice to be safe.
constexpr std::uint64_t kBytesPerLane = 2048;

// The models of one frame, by the references its spec uses.
class FrameModels final : public ModelSource {
 public:
  void Add(std::string reference, std::shared_ptr<const Model> model) {
    models_.emplace_back(std::move(reference), std::move(model));
  }

  StatusOr<std::shared_ptr<const Model>> Find(std::string_view reference) const override {
    const auto found = std::ranges::find(models_, reference, [](const auto& m) { return std::string_view(m.first); });
    if (found == models_.end())
      return Status::ModelMissing("the archive names no model '" + std::string(reference) + "'");
    return found->second;
  }

  [[nodiscard]] std::vector<ModelDigest> Digests() const {
    std::vector<ModelDigest> digests;
    for (const auto& [reference, model] : models_) digests.push_back(model->digest());
    return digests;
  }

  [[nodiscard]] bool Has(std::string_view reference) const { return Find(reference).ok(); }

 private:
  std::vector<std::pair<std::string, std::shared_ptr<const Model>>> models_;
};

// A name for frames: what people called the model, without what a spec's syntax or another machine would stumble over.
std::string FrameName(const Model& model, const FrameModels& taken) {
  std::string plain;
  for (const char c : model.name()) {
    const bool fine =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    plain += fine ? c : '-';
  }
  plain = plain.empty() ? "model" : plain.substr(0, 64);
  std::string name = plain;
  for (unsigned number = 2; taken.Has(name); ++number) name = plain + "-" + std::to_string(number);
  return name;
}

}  // namespace

StatusOr<FrameCodec> FrameCodec::FromSpec(const std::string& spec, const CodecShape& shape) {
  FrameCodec made;
  LLMZIP_ASSIGN_OR_RETURN(const Spec written, ParseSpec(spec));
  const std::shared_ptr<const ModelSource> source = shape.models ? shape.models : ModelsIn({});
  const auto models = std::make_shared<FrameModels>();
  std::vector<std::pair<std::string, std::string>> names;  // reference as written, name in the frame
  for (const std::string& reference : ModelReferences(written)) {
    LLMZIP_ASSIGN_OR_RETURN(auto model, source->Find(reference));
    names.emplace_back(reference, FrameName(*model, *models));
    models->Add(names.back().second, std::move(model));
  }
  made.spec_ = WithModelReferences(written, [&](const std::string& reference) {
    return std::ranges::find(names, reference, [](const auto& n) { return n.first; })->second;
  });
  made.models_ = models->Digests();
  made.shape_ = {shape.lanes, shape.threads, models};
  LLMZIP_ASSIGN_OR_RETURN(made.codec_, MakeCodec(made.spec_, made.shape_));
  return made;
}

StatusOr<FrameCodec> FrameCodec::FromHeader(const FrameHeader& header, unsigned threads,
                                            std::shared_ptr<const ModelSource> models) {
  const auto unsupported = [&](const Status& status) {
    // The header's check matched, so the spec is what was written: a newer llmzip knows it.
    const bool unknown = status.code() == StatusCode::kInvalidArgument;
    return Status(unknown ? StatusCode::kUnsupported : status.code(),
                  "the archive was made with '" + header.spec + "': " + status.message());
  };
  FrameCodec made;
  auto spec = ParseSpec(header.spec);
  if (!spec.ok()) return unsupported(spec.status());
  made.spec_ = *std::move(spec);
  const std::vector<std::string> references = ModelReferences(made.spec_);
  if (references.size() > header.models.size()) {
    return Status::Corrupt("the frame header has fewer model digests than its spec names models");
  }
  if (models == nullptr) models = ModelsIn({});
  const auto own = std::make_shared<FrameModels>();
  for (std::size_t i = 0; i < header.models.size(); ++i) {
    auto model = models->Find(ToHexadecimal(header.models[i]));
    if (!model.ok()) {
      return Status(model.status().code(),
                    "the archive was made with '" + header.spec + "': " + model.status().message());
    }
    if (i < references.size()) own->Add(references[i], *std::move(model));
  }
  made.models_ = header.models;
  made.shape_ = {static_cast<unsigned>(header.lanes), ThreadsPerBlock(header, threads), own};
  auto codec = MakeCodec(made.spec_, made.shape_);
  if (!codec.ok()) return unsupported(codec.status());
  if (references.size() < header.models.size()) {
    return Status::Corrupt("the frame header has more model digests than its spec names models");
  }
  made.codec_ = *std::move(codec);
  return made;
}

StatusOr<std::uint64_t> FrameCodec::WorkingMemory(std::uint64_t raw_size) const {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t codec_bytes, CodecMemoryBytes(spec_, shape_, raw_size));
  const std::uint64_t lane_bytes = shape_.lanes * kBytesPerLane;
  return codec_bytes > UINT64_MAX - lane_bytes ? UINT64_MAX : codec_bytes + lane_bytes;
}

}  // namespace llmzip
