#include "model/embedded.h"

#include <cassert>

#include "model/embedded_files.h"

namespace llmzip {

const std::vector<std::shared_ptr<const Model>>& EmbeddedModels() {
  static const auto* const models = [] {
    auto* const parsed = new std::vector<std::shared_ptr<const Model>>;
    for (const ByteView file : EmbeddedFiles()) {
      auto model = Model::Parse(Bytes(file.begin(), file.end()));
      assert(model.ok());
      if (model.ok()) parsed->push_back(*std::move(model));
    }
    return parsed;
  }();
  return *models;
}

StatusOr<std::shared_ptr<const Model>> EmbeddedModel(std::string_view name) {
  for (const auto& model : EmbeddedModels()) {
    if (name.empty() || model->name() == name) return model;
  }
  return Status::ModelMissing("no model '" + std::string(name) + "' is at hand");
}

}  // namespace llmzip
