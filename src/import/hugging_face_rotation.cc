#include "import/hugging_face_rotation.h"

#include <optional>
#include <string>

namespace llmzip::importer {
namespace {

std::optional<ConfigReader> ScalingOf(const ConfigReader& config) {
  for (const char* const key : {"rope_parameters", "rope_scaling"}) {
    const Json* const value = config.Find(key);
    if (value != nullptr && value->is_object()) return config.Inner(key);
  }
  return std::nullopt;
}

/// `trained`: the context that was trained first, where `said` does not say it.
StatusOr<RotaryScaling> ReadScaling(ConfigReader& said, std::uint32_t context, double trained) {
  using Kind = RotaryScaling::Kind;
  RotaryScaling scaling;
  const std::string type = said.Text("rope_type", said.Text("type", "default"));
  if (type == "linear") {
    scaling.kind = Kind::kLinear;
    scaling.factor = said.Positive("factor");
  } else if (type == "llama3") {
    scaling.kind = Kind::kLlama3;
    scaling.factor = said.Positive("factor");
    scaling.low = said.Positive("low_freq_factor");
    scaling.high = said.Positive("high_freq_factor");
    scaling.trained = said.Positive("original_max_position_embeddings", trained);
  } else if (type == "yarn") {
    scaling.kind = Kind::kYarn;
    scaling.trained = said.Positive("original_max_position_embeddings", trained);
    scaling.factor = said.Positive("factor", static_cast<double>(context) / scaling.trained);
    scaling.beta_fast = said.Positive("beta_fast", 32.0);
    scaling.beta_slow = said.Positive("beta_slow", 1.0);
    scaling.truncate = said.Flag("truncate", true);
    if (said.Has("attention_factor")) scaling.attention_factor = said.Positive("attention_factor");
    if (said.Has("mscale") && said.Has("mscale_all_dim")) {
      scaling.mscale = said.Positive("mscale");
      scaling.mscale_all = said.Positive("mscale_all_dim");
    }
  } else if (type != "default" && type != "dynamic") {  // "dynamic" changes nothing within the trained context
    return Status::Unsupported("rope scaling " + type + " is not read");
  }
  LLMZIP_RETURN_IF_ERROR(said.status());
  return scaling;
}

}  // namespace

StatusOr<RotarySpeeds> SpeedsOfConfig(ConfigReader& config, std::uint32_t rotated, std::uint32_t context,
                                      const char* base_key) {
  double base = config.Positive(base_key, config.Positive("rope_theta", 10000.0));
  RotaryScaling scaling;
  if (auto said = ScalingOf(config)) {
    base = said->Positive("rope_theta", base);
    const double trained = config.Positive("original_max_position_embeddings", context);
    LLMZIP_ASSIGN_OR_RETURN(scaling, ReadScaling(*said, context, trained));
  }
  LLMZIP_RETURN_IF_ERROR(config.status());
  return SpeedsOf(rotated, base, scaling);
}

StatusOr<double> RotatedShare(ConfigReader& config, double otherwise) {
  const double share = config.Positive("rotary_pct", config.Positive("partial_rotary_factor", otherwise));
  auto said = ScalingOf(config);
  if (!said) return share;
  const double part = said->Positive("partial_rotary_factor", share);
  LLMZIP_RETURN_IF_ERROR(said->status());
  return part;
}

}  // namespace llmzip::importer
