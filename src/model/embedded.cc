#include "model/embedded.h"

#include <cassert>
#include <mutex>
#include <string>

#include "model/embedded_files.h"

namespace llmzip {
namespace {

struct Embedded {
  std::once_flag read;
  std::shared_ptr<const Model> model;
};

/// Number n, which is there.
const std::shared_ptr<const Model>& Read(std::size_t n) {
  static auto* const all = new std::vector<Embedded>(EmbeddedFiles().size());
  Embedded& embedded = (*all)[n];
  std::call_once(embedded.read, [&] {
    auto model = Model::ParseConstant(EmbeddedFiles()[n]);
    assert(model.ok());
    if (model.ok()) embedded.model = *std::move(model);
  });
  return embedded.model;
}

}  // namespace

std::shared_ptr<const Model> FirstEmbedded(const std::function<bool(const Model&)>& wanted) {
  for (std::size_t n = 0; n < EmbeddedFiles().size(); ++n) {
    const auto& model = Read(n);
    if (model != nullptr && wanted(*model)) return model;
  }
  return nullptr;
}

std::vector<std::shared_ptr<const Model>> EmbeddedModels() {
  std::vector<std::shared_ptr<const Model>> models;
  for (std::size_t n = 0; n < EmbeddedFiles().size(); ++n) {
    if (Read(n) != nullptr) models.push_back(Read(n));
  }
  return models;
}

StatusOr<std::shared_ptr<const Model>> EmbeddedModel(std::string_view name) {
  auto model = FirstEmbedded([&](const Model& one) { return name.empty() || one.name() == name; });
  if (model == nullptr) return Status::ModelMissing("no model '" + std::string(name) + "' was found");
  return model;
}

}  // namespace llmzip
