#include "registry/checkpoint_spec.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace llmzip {
namespace {

constexpr std::uint32_t kLargestWindow = 1U << 20;
constexpr std::uint32_t kMostThreads = 1024;
constexpr std::uint32_t kMostDevices = 64;
constexpr std::uint32_t kMillion = 1'000'000;
constexpr std::uint32_t kLargestTolerance = kMillion / 2;

// Only the plain spelling: one number has one name.
std::optional<std::uint32_t> Number(std::string_view text, std::uint32_t least, std::uint32_t most) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool plain = error == std::errc() && end == text.data() + text.size() && std::to_string(value) == text;
  return plain && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

Status Bad(std::string_view option, std::string_view value, std::string_view wanted) {
  return Status::InvalidArgument("'" + std::string(value) + "' is no " + std::string(option) + ": " +
                                 std::string(wanted));
}

Status SetSymbols(std::string_view value, CheckpointSpec* spec) {
  if (value != "ascii7" && value != "bytes") return Bad("symbols", value, "choose bytes or ascii7");
  spec->ascii7 = value == "ascii7";
  return Status::Ok();
}

Status SetTopK(std::string_view value, CheckpointSpec* spec) {
  const auto k = Number(value, 1, kMaxAlphabetSize);
  if (!k) return Bad("top-k", value, "choose 1 to " + std::to_string(kMaxAlphabetSize));
  spec->top_k = *k;
  return Status::Ok();
}

Status SetContext(std::string_view value, CheckpointSpec* spec) {
  const auto bad = [&] { return Bad("context", value, "choose reset:N or sliding:N/M, with M below N"); };
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos) return bad();
  const std::string_view kind = value.substr(0, colon);
  std::string_view numbers = value.substr(colon + 1);
  CheckpointContext context;
  if (kind == "sliding") {
    const std::size_t slash = numbers.find('/');
    if (slash == std::string_view::npos) return bad();
    const auto overlap = Number(numbers.substr(slash + 1), 1, kLargestWindow);
    if (!overlap) return bad();
    context.overlap = *overlap;
    numbers = numbers.substr(0, slash);
  } else if (kind != "reset") {
    return bad();
  }
  const auto window = Number(numbers, 2, kLargestWindow);
  if (!window || context.overlap >= *window) return bad();
  context.window = *window;
  spec->context = context;
  return Status::Ok();
}

Status SetDtype(std::string_view value, CheckpointSpec* spec) {
  if (value != "float32" && value != "bfloat16" && value != "float16") {
    return Bad("dtype", value, "choose float32, bfloat16 or float16");
  }
  spec->options.dtype = value == "float32" ? "" : value;
  return Status::Ok();
}

Status SetDevice(std::string_view value, CheckpointSpec* spec) {
  constexpr std::string_view kNumbered = "cuda:";
  const bool numbered = value.starts_with(kNumbered) && Number(value.substr(kNumbered.size()), 0, kMostDevices - 1);
  if (value != "cpu" && value != "cuda" && !numbered) return Bad("device", value, "choose cpu, cuda or cuda:N");
  spec->options.device = value == "cpu" ? "" : value;
  return Status::Ok();
}

Status SetThreads(std::string_view value, CheckpointSpec* spec) {
  const auto threads = Number(value, 1, kMostThreads);
  if (!threads) return Bad("number of threads", value, "choose 1 to " + std::to_string(kMostThreads));
  spec->options.threads = *threads;
  return Status::Ok();
}

Status SetTolerance(std::string_view value, CheckpointSpec* spec) {
  constexpr std::size_t kDecimals = 6;
  const auto bad = [&] { return Bad("tolerance", value, "choose 0.000001 to 0.5, with at most six decimals"); };
  if (!value.starts_with("0.") || value.size() > 2 + kDecimals || value.size() == 2) return bad();
  std::string digits(value.substr(2));
  if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return bad();
  digits.resize(kDecimals, '0');
  std::uint32_t millionths = 0;
  for (const char c : digits) millionths = 10 * millionths + static_cast<std::uint32_t>(c - '0');
  if (millionths == 0 || millionths > kLargestTolerance) return bad();
  spec->tolerance_millionths = millionths;
  return Status::Ok();
}

struct Option {
  std::string_view name;
  Status (*set)(std::string_view value, CheckpointSpec* spec);
};

constexpr Option kOptions[] = {
    {"symbols", SetSymbols}, {"top-k", SetTopK},      {"context", SetContext},     {"dtype", SetDtype},
    {"device", SetDevice},   {"threads", SetThreads}, {"tolerance", SetTolerance},
};

std::string ToleranceText(std::uint32_t millionths) {
  std::string decimals = std::to_string(kMillion + millionths).substr(1);
  while (decimals.back() == '0') decimals.pop_back();
  return "0." + decimals;
}

}  // namespace

std::string CheckpointSpec::ToString() const {
  std::string text = name;
  const auto add = [&](std::string_view option, const std::string& value) {
    text.append(";").append(option).append("=").append(value);
  };
  if (ascii7) add("symbols", "ascii7");
  if (top_k != 0) add("top-k", std::to_string(top_k));
  if (context.overlap != 0) {
    add("context", "sliding:" + std::to_string(context.window) + "/" + std::to_string(context.overlap));
  } else if (context.window != 0) {
    add("context", "reset:" + std::to_string(context.window));
  }
  if (!options.dtype.empty()) add("dtype", options.dtype);
  if (!options.device.empty()) add("device", options.device);
  if (options.threads != 1) add("threads", std::to_string(options.threads));
  if (tolerance_millionths != 0) add("tolerance", ToleranceText(tolerance_millionths));
  return text;
}

Status SetCheckpointOption(std::string_view option, std::string_view value, CheckpointSpec* spec) {
  const auto* const found = std::ranges::find(kOptions, option, &Option::name);
  if (found == std::end(kOptions)) {
    return Status::InvalidArgument("checkpoints have no option '" + std::string(option) + "'");
  }
  return found->set(value, spec);
}

Status CheckCheckpointSpec(const CheckpointSpec& spec) {
  if (spec.name.empty()) return Status::InvalidArgument("'torch' takes a checkpoint: torch:NAME, torch:PATH");
  if (spec.top_k != 0 && spec.tolerance_millionths != 0) {
    return Status::InvalidArgument(
        "top-k and tolerance exclude each other: which tokens are the top ones may differ between machines");
  }
  return Status::Ok();
}

StatusOr<CheckpointSpec> ParseCheckpointSpec(std::string_view argument) {
  CheckpointSpec spec;
  std::vector<std::string_view> seen;
  std::size_t end = std::min(argument.find(';'), argument.size());
  spec.name = argument.substr(0, end);
  while (end < argument.size()) {
    argument.remove_prefix(end + 1);
    end = std::min(argument.find(';'), argument.size());
    const std::string_view part = argument.substr(0, end);
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string_view option = part.substr(0, equals);
    if (equals == part.size()) {
      return Status::InvalidArgument("'" + std::string(part) + "' is no option of a checkpoint: option=value is");
    }
    if (std::ranges::find(seen, option) != seen.end()) {
      return Status::InvalidArgument("option '" + std::string(option) + "' is given twice");
    }
    seen.push_back(option);
    LLMZIP_RETURN_IF_ERROR(SetCheckpointOption(option, part.substr(equals + 1), &spec));
  }
  LLMZIP_RETURN_IF_ERROR(CheckCheckpointSpec(spec));
  return spec;
}

}  // namespace llmzip
