// Any bytes as a GGUF file, or as a file of a Hugging Face folder: refused in one line, or imported as a model that is
// read, whose predictions are finite.
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/fuzz_target.h"
#include "import/import.h"
#include "io/memory_stream.h"
#include "model/model.h"
#include "model/safetensors.h"
#include "predictors/net/language_network.h"
#include "support/made_checkpoint.h"

namespace llmzip::fuzz {
namespace {

using Files = std::map<std::string, Bytes>;

constexpr const char* kFamilies[] = {"llama", "qwen3", "gpt2", "gpt_neox"};

const Files& FolderOf(std::size_t family) {
  static const Files folders[] = {
      testing::MadeCheckpoint(kFamilies[0], 1).Folder("BF16"), testing::MadeCheckpoint(kFamilies[1], 1).Folder("BF16"),
      testing::MadeCheckpoint(kFamilies[2], 1).Folder("BF16"), testing::MadeCheckpoint(kFamilies[3], 1).Folder("BF16")};
  return folders[family % std::size(folders)];
}

// The folder with its weights in two shards: one with all tensors, and an empty one.
constexpr const char* kShards[] = {"model-1-of-2.safetensors", "model-2-of-2.safetensors"};
constexpr const char* kIndex = "model.safetensors.index.json";

Files Sharded(const Files& whole) {
  Files files = whole;
  files[kShards[0]] = files.at("model.safetensors");
  files[kShards[1]] = WriteSafetensors({}, {});
  files.erase("model.safetensors");
  return files;
}

Bytes IndexOf(const Files& whole) {
  std::string index = R"({"metadata":{"total_size":1},"weight_map":{)";
  const auto parsed = ParseSafetensors(whole.at("model.safetensors"));
  for (const SafetensorsTensor& tensor : parsed->tensors) {
    index.append(index.back() == '{' ? "\"" : ",\"")
        .append(tensor.name)
        .append("\":\"")
        .append(kShards[0])
        .append("\"");
  }
  index += "}}";
  return {index.begin(), index.end()};
}

constexpr std::string_view kSettings = R"({"bos_token":{"content":"<s>","special":true},"eos_token":"</s>",
"added_tokens_decoder":{"0":{"content":"<s>","special":true},"264":{"content":"<x>","special":false}},
"chat_template":"{{ bos_token }}","model_max_length":1e30,"add_bos_token":true})";

void RunModel(const Model& model) {
  const LanguageConfig& config = *model.language();
  const auto network = net::LanguageNetwork::SharedFromModel(model);
  const std::uint32_t rows[] = {0, static_cast<std::uint32_t>(config.embedding_rows() - 1)};
  const std::size_t count = std::min<std::size_t>(2, config.context);
  const auto state = network->NewState(static_cast<std::uint32_t>(count));
  std::vector<float> logits(count * network->logit_stride());
  net::LanguageWorkspace workspace;
  ThreadTeam team(1);
  const net::LanguageNetwork::Feed feed = {state.get(), std::span(rows, count), logits.data()};
  network->Forward(std::span(&feed, 1), workspace, team);
  FUZZ_CHECK(std::isfinite(logits[0]));
}

void RunImport(Files files, const std::string& file) {
  const importer::FolderInMemory folder(std::move(files));
  importer::ImportRequest request;
  request.file = file;
  Bytes bytes;
  MemorySink sink(&bytes);
  const auto imported = importer::ImportModel(folder, request, sink);
  if (!imported.ok()) {
    FUZZ_CHECK(imported.status().code() != StatusCode::kInternal && imported.status().code() != StatusCode::kCancelled);
    FUZZ_CHECK(!imported.status().message().empty());
    return;
  }
  const auto model = Model::Parse(std::move(bytes));
  FUZZ_CHECK(model.ok() && (*model)->language() == imported->config);
  // Not the widest heads and contexts, which a fuzzer would only wait for.
  if (imported->config.context <= 1024) RunModel(**model);
}

}  // namespace

std::vector<Case> Cases() {
  return {{"gguf", 1500},   {"gguf-head", 1500}, {"config", 1000}, {"header", 1000},
          {"weights", 300}, {"tokeniser", 500},  {"index", 1000},  {"settings", 500}};
}

std::vector<Bytes> Seeds(const std::string& part) {
  std::vector<Bytes> seeds;
  for (std::uint8_t family = 0; family < std::size(kFamilies); ++family) {
    const Bytes whole = testing::MadeCheckpoint(kFamilies[family], 1).Gguf("BF16");
    if (part == "gguf") {
      seeds.push_back(whole);
      continue;
    }
    constexpr std::ptrdiff_t kHead = 2048;
    seeds.push_back({family});
    Bytes& seed = seeds.back();
    const Files& files = FolderOf(family);
    if (part == "gguf-head") {
      seed.insert(seed.end(), whole.begin(), whole.begin() + kHead);
    } else if (part == "weights") {
      seed.insert(seed.end(), {0x10, 0x10, 0x80, 0x7F, 0xFF, 0x7F});
    } else if (part == "index") {
      const Bytes index = IndexOf(files);
      seed.insert(seed.end(), index.begin(), index.end());
    } else if (part == "settings") {
      seed.insert(seed.end(), kSettings.begin(), kSettings.end());
    } else {
      const Bytes& file = files.at(part == "config"   ? "config.json"
                                   : part == "header" ? "model.safetensors"
                                                      : "tokenizer.json");
      seed.insert(seed.end(), file.begin(), file.begin() + std::min<std::ptrdiff_t>(std::ssize(file), 8192));
    }
  }
  return seeds;
}

void Run(const std::string& part, ByteView input) {
  if (part == "gguf") return RunImport({{"m.gguf", {input.begin(), input.end()}}}, "m.gguf");
  InputReader reader(input);
  const std::size_t family = reader.Byte() % std::size(kFamilies);
  // The beginning of a file, or some bytes within, are the input's.
  const auto overwrite = [](Bytes file, std::size_t offset, ByteView bytes) {
    const std::size_t size = std::min(bytes.size(), file.size() - std::min(offset, file.size()));
    std::copy_n(bytes.begin(), size, file.begin() + static_cast<std::ptrdiff_t>(std::min(offset, file.size())));
    return file;
  };
  if (part == "gguf-head") {
    static const Bytes wholes[] = {
        testing::MadeCheckpoint(kFamilies[0], 1).Gguf("BF16"), testing::MadeCheckpoint(kFamilies[1], 1).Gguf("BF16"),
        testing::MadeCheckpoint(kFamilies[2], 1).Gguf("BF16"), testing::MadeCheckpoint(kFamilies[3], 1).Gguf("BF16")};
    return RunImport({{"m.gguf", overwrite(wholes[family], 0, reader.Rest())}}, "m.gguf");
  }
  Files files = FolderOf(family);
  if (part == "config" || part == "tokeniser") {
    const ByteView rest = reader.Rest();
    files[part == "config" ? "config.json" : "tokenizer.json"] = {rest.begin(), rest.end()};
  } else if (part == "index" || part == "settings") {
    if (part == "index") files = Sharded(files);
    const ByteView rest = reader.Rest();
    files[part == "index" ? kIndex : "tokenizer_config.json"] = {rest.begin(), rest.end()};
  } else if (part == "header") {
    Bytes& weights = files.at("model.safetensors");
    weights = overwrite(std::move(weights), 0, reader.Rest());
  } else {
    Bytes& weights = files.at("model.safetensors");
    const std::size_t offset = reader.UpTo(weights.size() - 1);
    weights = overwrite(std::move(weights), offset, reader.Rest());
  }
  RunImport(std::move(files), "");
}

}  // namespace llmzip::fuzz
