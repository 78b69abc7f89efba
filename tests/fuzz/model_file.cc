// Model::Parse takes any bytes; what it accepts has every tensor of its config, written again says the same, and makes
// a network whose logits are finite.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "base/little_endian.h"
#include "fuzz/fuzz_target.h"
#include "model/model.h"
#include "model/model_writer.h"
#include "predictors/net/language_network.h"
#include "predictors/net/network.h"
#include "predictors/net/network_state.h"
#include "predictors/net/workspace.h"
#include "predictors/tokens/token_trie.h"
#include "support/random_language.h"
#include "support/random_model.h"

namespace llmzip::fuzz {
namespace {

constexpr std::size_t kSizeField = 8;

// Small enough that a header fits into a fuzzer's input.
const NetworkConfig kShapes[] = {
    {Architecture::kHybrid, 16, 1, 16, "D", 16, 0, 0},
    {Architecture::kHybrid, 16, 2, 16, "A", 16, 64, 3},
    {Architecture::kPaper, 16, 2, 16, "A", 16, 16, 0},
};

struct Halves {
  Bytes header;  // the JSON alone
  Bytes data;
};

Halves Taken(const NetworkConfig& config) {
  const Bytes file = testing::RandomModelFile(config, 1);
  const auto begin = file.begin() + kSizeField;
  const auto middle = begin + static_cast<std::ptrdiff_t>(LoadLittleEndian<std::uint64_t>(file.data()));
  return {{begin, middle}, {middle, file.end()}};
}

Bytes Joined(ByteView header, ByteView data) {
  Bytes file(kSizeField + header.size() + data.size());
  StoreLittleEndian<std::uint64_t>(header.size(), file.data());
  std::ranges::copy(data, std::ranges::copy(header, file.begin() + kSizeField).out);
  return file;
}

Bytes TensorOf(const Model& model, const TensorShape& shape) {
  Bytes bytes;
  const auto append = [&bytes](std::uint32_t word) {
    bytes.resize(bytes.size() + sizeof(word));
    StoreLittleEndian(word, bytes.data() + bytes.size() - sizeof(word));
  };
  if (shape.type == ElementType::kInt8) {
    for (const std::int8_t value : model.Int8(shape.name)) {
      FUZZ_CHECK(value != -128);
      bytes.push_back(static_cast<std::uint8_t>(value));
    }
  } else {
    if (shape.type == ElementType::kFloat32) {
      const bool is_scale = shape.name.ends_with(".scale");
      for (const float value : model.Float32(shape.name)) FUZZ_CHECK(value >= (is_scale ? 0 : -1e4F) && value <= 1e4F);
    }
    for (const std::uint32_t word : model.Uint32(shape.name)) append(word);
  }
  return bytes;
}

void RunNetwork(const Model& model) {
  constexpr std::array<std::uint16_t, 5> kInputs = {kBeginSymbol, 0, 255, 'a', 'a'};
  const auto network = net::Network::FromModel(model);
  const auto state = network->NewState();
  net::NetworkState* const lane = state.get();
  std::vector<float> logits(kInputs.size() * 256);
  net::Workspace workspace;
  network->Forward(std::span(&lane, 1), kInputs.size(), kInputs, workspace, logits);
  FUZZ_CHECK(std::ranges::all_of(logits, [](float logit) { return std::isfinite(logit); }));
}

void RunText(const Model& model) {
  const PackedText& text = *model.text();
  FUZZ_CHECK(text.size >= 1 && text.size <= kMaxTextSize && text.packed.size() <= model.file_size());
  const Bytes packed(text.packed.begin(), text.packed.end());
  const auto again = Model::Parse(WriteTextModel(text.size, text.packing, packed, {{"name", model.name()}}));
  FUZZ_CHECK(again.ok() && (*again)->text()->size == text.size && (*again)->name() == model.name());
}

// What a language model's file says is what its network and vocabulary rely on.
void RunLanguage(const Model& model) {
  const LanguageConfig& config = *model.language();
  FUZZ_CHECK(config.Check().ok());
  const auto again = LanguageConfigFromJson(ConfigToJson(config));
  FUZZ_CHECK(again.ok() && *again == config);
  const tokens::TokenTrie trie(model.BytesOf(kTokenBytes), model.Uint32(kTokenEnds));
  FUZZ_CHECK(trie.range(tokens::TokenTrie::kRoot).end == config.vocabulary);
  const auto network = net::LanguageNetwork::SharedFromModel(model);
  const auto state = network->NewState(std::min(config.context, 4U));
  const std::array<std::uint32_t, 2> inputs = {0, config.vocabulary - 1};
  const std::size_t count = std::min<std::size_t>(inputs.size(), state->capacity());
  std::vector<float> logits(count * network->logit_stride());
  net::LanguageWorkspace workspace;
  ThreadTeam team(1);
  const net::LanguageNetwork::Feed feed = {state.get(), std::span(inputs).first(count), logits.data()};
  network->Forward({&feed, 1}, workspace, team);
  for (std::size_t row = 0; row < count; ++row) {
    const std::span of_row = std::span(logits).subspan(row * network->logit_stride(), config.vocabulary);
    FUZZ_CHECK(std::ranges::all_of(of_row, [](float logit) { return std::isfinite(logit); }));
  }
}

void RunFile(Bytes file) {
  const std::size_t size = file.size();
  const auto parsed = Model::Parse(std::move(file));
  if (!parsed.ok()) return;
  const Model& model = **parsed;
  FUZZ_CHECK(model.file_size() == size);
  if (model.text()) return RunText(model);
  if (model.language()) return RunLanguage(model);
  FUZZ_CHECK(model.config().Check().ok());
  std::vector<TensorBytes> tensors;
  for (const TensorShape& shape : TensorsOf(model.config())) {
    Bytes bytes = TensorOf(model, shape);
    tensors.push_back({shape.name, std::string(DtypeName(shape.type)), shape.dimensions, std::move(bytes)});
  }
  const auto again = Model::Parse(WriteModel(model.config(), {{"name", model.name()}}, tensors));
  FUZZ_CHECK(again.ok() && (*again)->config() == model.config() && (*again)->name() == model.name());
  RunNetwork(model);
}

}  // namespace

std::vector<Case> Cases() { return {{"file", 400}, {"header", 1000}, {"data", 200}, {"language", 400}}; }

std::vector<Bytes> Seeds(const std::string& part) {
  std::vector<Bytes> seeds;
  if (part == "language") {
    for (const auto& some : testing::LanguageCases()) {
      Bytes file = testing::RandomLanguageFile(some.config, 1);
      if (file.size() < (1U << 17)) seeds.push_back(std::move(file));
    }
    return seeds;
  }
  std::uint8_t shape = 0;
  for (const NetworkConfig& config : kShapes) {
    const Halves halves = Taken(config);
    if (part == "file") {
      seeds.push_back(Joined(halves.header, halves.data));
    } else if (part == "header") {
      seeds.push_back({shape});
      seeds.back().insert(seeds.back().end(), halves.header.begin(), halves.header.end());
    } else {
      seeds.push_back({shape, 0x10, 0x10, 0x80, 0x7F, 0xFF});
    }
    ++shape;
  }
  return seeds;
}

void Run(const std::string& part, ByteView input) {
  if (part == "file" || part == "language") return RunFile({input.begin(), input.end()});
  InputReader reader(input);
  Halves halves = Taken(kShapes[reader.Byte() % std::size(kShapes)]);
  if (part == "header") return RunFile(Joined(reader.Rest(), halves.data));
  const std::size_t offset = reader.UpTo(halves.data.size() - 1);
  const std::size_t size = std::min(reader.Rest().size(), halves.data.size() - offset);
  std::copy_n(reader.Rest().begin(), size, halves.data.begin() + static_cast<std::ptrdiff_t>(offset));
  RunFile(Joined(halves.header, halves.data));
}

}  // namespace llmzip::fuzz
