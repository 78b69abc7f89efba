#include "engine/frame_codec.h"

#include <algorithm>
#include <utility>

#include "engine/block_threads.h"
#include "engine/hexadecimal.h"
#include "llmzip/models.h"
#include "model/model.h"
#include "registry/checkpoint_spec.h"
#include "registry/model_references.h"
#include "registry/text_spec.h"

namespace llmzip {
namespace {

// The arithmetic codec's row of frequencies for each lane: 256 symbols of 4 bytes, twice to be safe.
constexpr std::uint64_t kBytesPerLane = 2048;

// The models of one frame, by the references its spec uses.
class FrameModels final : public ModelSource {
 public:
  void Add(std::string argument, std::shared_ptr<const Model> model) {
    digests_.push_back(model->digest());
    own_models_.emplace_back(std::move(argument), std::move(model));
  }

  void Add(const CheckpointSpec& spec, OpenedCheckpoint opened) {
    digests_.push_back(opened.digest);
    checkpoints_.emplace_back(spec, std::move(opened));
  }

  StatusOr<std::shared_ptr<const Model>> Find(std::string_view reference) const override {
    const auto found =
        std::ranges::find(own_models_, reference, [](const auto& n) { return std::string_view(n.first); });
    if (found == own_models_.end())
      return Status::ModelMissing("the archive names no model '" + std::string(reference) + "'");
    return found->second;
  }

  StatusOr<OpenedCheckpoint> OpenCheckpoint(const CheckpointRequest& request) const override {
    for (const auto& [spec, opened] : checkpoints_) {
      if (spec.name == request.reference && spec.options == request.options) return opened;
    }
    return Status::ModelMissing("the archive names no checkpoint '" + request.reference + "'");
  }

  [[nodiscard]] const std::vector<ModelDigest>& digests() const { return digests_; }

  [[nodiscard]] bool HasModel(std::string_view name) const { return Find(name).ok(); }
  [[nodiscard]] bool HasCheckpoint(std::string_view name) const {
    return std::ranges::any_of(checkpoints_, [&](const auto& c) { return c.first.name == name; });
  }

 private:
  std::vector<ModelDigest> digests_;
  std::vector<std::pair<std::string, std::shared_ptr<const Model>>> own_models_;
  std::vector<std::pair<CheckpointSpec, OpenedCheckpoint>> checkpoints_;
};

// `name`, or with a number behind it, so that no other model of the frame is called so.
template <typename Taken>
std::string FreeName(const std::string& name, const Taken& taken) {
  std::string free = name;
  for (unsigned number = 2; taken(free); ++number) free = name + "-" + std::to_string(number);
  return free;
}

// A name for frames: what people called the model, without what a spec's syntax or another machine would stumble over.
std::string FrameName(const Model& model, const FrameModels& models) {
  std::string plain;
  for (const char c : model.name()) {
    const bool fine =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    plain += fine ? c : '-';
  }
  plain = plain.empty() ? "model" : plain.substr(0, 64);
  return FreeName(plain, [&](const std::string& name) { return models.HasModel(name); });
}

// Looks up what a user's spec refers to; gives what stands in its place in the frame.
StatusOr<std::string> AddNamed(const ModelReference& reference, const ModelSource& source, FrameModels& models) {
  if (reference.kind == ModelReference::Kind::kNetwork) {
    LLMZIP_ASSIGN_OR_RETURN(auto model, source.Find(reference.argument));
    std::string name = FrameName(*model, models);
    models.Add(name, std::move(model));
    return name;
  }
  if (reference.kind == ModelReference::Kind::kText) {
    LLMZIP_ASSIGN_OR_RETURN(TextSpec text, ParseTextSpec(reference.argument));
    LLMZIP_ASSIGN_OR_RETURN(auto model, source.Find(text.name));
    text.name = FrameName(*model, models);
    models.Add(text.name, std::move(model));
    return text.ToString();
  }
  LLMZIP_ASSIGN_OR_RETURN(CheckpointSpec spec, ParseCheckpointSpec(reference.argument));
  LLMZIP_ASSIGN_OR_RETURN(auto opened, source.OpenCheckpoint({spec.name, spec.options}));
  spec.name = FreeName(opened.name, [&](const std::string& name) { return models.HasCheckpoint(name); });
  models.Add(spec, std::move(opened));
  return spec.ToString();
}

// Looks up what a frame's spec refers to, by digest.
Status AddRecorded(const ModelReference& reference, const ModelDigest& digest, const std::string& environment,
                   const ModelSource& source, FrameModels& models) {
  if (reference.kind == ModelReference::Kind::kNetwork) {
    LLMZIP_ASSIGN_OR_RETURN(auto model, source.Find(ToHexadecimal(digest)));
    models.Add(reference.argument, std::move(model));
    return Status::Ok();
  }
  if (reference.kind == ModelReference::Kind::kText) {
    LLMZIP_ASSIGN_OR_RETURN(const TextSpec text, ParseTextSpec(reference.argument));
    LLMZIP_ASSIGN_OR_RETURN(auto model, source.Find(ToHexadecimal(digest)));
    models.Add(text.name, std::move(model));
    return Status::Ok();
  }
  LLMZIP_ASSIGN_OR_RETURN(const CheckpointSpec spec, ParseCheckpointSpec(reference.argument));
  LLMZIP_ASSIGN_OR_RETURN(auto opened, source.OpenCheckpoint({spec.name, spec.options, digest, environment}));
  models.Add(spec, std::move(opened));
  return Status::Ok();
}

}  // namespace

StatusOr<FrameCodec> FrameCodec::FromSpec(const std::string& spec, const CodecShape& shape) {
  FrameCodec made;
  LLMZIP_ASSIGN_OR_RETURN(const Spec written, ParseSpec(spec));
  const std::shared_ptr<const ModelSource> source = shape.models ? shape.models : ModelsIn({});
  const auto models = std::make_shared<FrameModels>();
  std::vector<std::pair<ModelReference, std::string>> names;  // as written, and as the frame has it
  for (const ModelReference& reference : ModelReferences(written)) {
    LLMZIP_ASSIGN_OR_RETURN(std::string name, AddNamed(reference, *source, *models));
    names.emplace_back(reference, std::move(name));
  }
  made.spec_ = WithModelReferences(written, [&](const ModelReference& reference) {
    return std::ranges::find(names, reference, [](const auto& n) { return n.first; })->second;
  });
  made.models_ = models->digests();
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
  const std::vector<ModelReference> references = ModelReferences(made.spec_);
  if (references.size() > header.models.size()) {
    return Status::Corrupt("the frame header has fewer model digests than its spec names models");
  }
  if (models == nullptr) models = ModelsIn({});
  const auto own = std::make_shared<FrameModels>();
  for (std::size_t i = 0; i < header.models.size(); ++i) {
    // A digest that no name asks for is looked up all the same: which of the errors it is depends on it.
    const ModelReference reference = i < references.size() ? references[i] : ModelReference{};
    const Status added = AddRecorded(reference, header.models[i], header.environment, *models, *own);
    if (!added.ok()) return unsupported(added);
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
