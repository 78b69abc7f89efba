// Archives that must decode to the same bytes for ever.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/digest.h"
#include "base/hexadecimal.h"
#include "golden/golden_archives.h"
#include "io/memory_stream.h"
#include "llmzip/llmzip.h"
#include "support/catalogue.h"
#include "support/forge.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

Bytes Made(ByteView raw, const CompressOptions& options, bool tell_size = true) {
  CompressOptions told = options;
  if (tell_size) told.content_size = raw.size();
  MemorySource source(raw);
  Bytes archive;
  MemorySink sink(&archive);
  const auto totals = Compress(source, sink, told, nullptr);
  if (totals.ok()) return archive;
  std::fprintf(stderr, "%s: %s\n", options.spec.c_str(), totals.status().message().c_str());
  std::abort();
}

CompressOptions Coding(const std::string& spec, std::uint64_t block_size) {
  CompressOptions options;
  options.spec = spec;
  options.block_size = block_size;
  return options;
}

GoldenArchive Good(const std::string& name, const std::string& description, const Bytes& raw,
                   const CompressOptions& options, bool tell_size = true) {
  return {"good/" + name + ".llz", description, ContentLine(raw),
          [raw, options, tell_size] { return Made(raw, options, tell_size); }};
}

Bytes SampleNamed(const std::string& name, std::size_t size) {
  for (const Sample& sample : AllSamples(size)) {
    if (sample.name == name) return sample.bytes;
  }
  std::abort();
}

// Each spec, in one block and in several; binaries too, where that is quick.
void AppendSpecs(std::vector<GoldenArchive>* archives) {
  for (const Example& example : AllExamples()) {
    const std::string name = TestName(example.spec);
    const bool slow = example.sample_size < 1000;
    const Bytes text = SampleNamed("text", slow ? 120 : 1500);
    archives->push_back(Good(name, "`" + example.spec + "`, text in one block", text, Coding(example.spec, 2000)));
    if (slow) continue;
    archives->push_back(
        Good(name + "_blocks", "`" + example.spec + "`, text in four blocks", text, Coding(example.spec, 400)));
    archives->push_back(Good(name + "_binary", "`" + example.spec + "`, records, one block",
                             SampleNamed("binary", 1200), Coding(example.spec, 2000)));
  }
}

Bytes JoinedGood(const std::vector<Bytes>& raws) {
  std::vector<Bytes> archives;
  const char* const specs[] = {"order0", "store", "gzip", "order2"};
  for (std::size_t i = 0; i < raws.size(); ++i) archives.push_back(Made(raws[i], Coding(specs[i % 4], 300)));
  return Joined(archives);
}

// A frame that names another environment than any library has: decoding warns and goes on.
Bytes WithEnvironment(const Bytes& raw) {
  OldHeader header;
  header.flags = 4;
  header.optional_fields = {12, 'n', 'o', 's', 'u', 'c', 'h', 'l', 'i', 'b', ' ', '1', '0'};
  const Bytes head = header.ToBytes();
  const Bytes block = OldStoredBlock(raw, {CheckOf(head), 0});
  return Joined({head, block, ForgedTrailer(ForgedIndex(1, head.size(), {{raw.size(), block.size()}}))});
}

void AppendFeatures(std::vector<GoldenArchive>* archives) {
  const Bytes text = SampleNamed("text", 1000);
  const Bytes noise = SampleNamed("random", 500);
  archives->push_back(Good("empty", "no content, no block", {}, Coding("order0", 100)));
  archives->push_back(Good("empty_unknown_size", "no content, size not told", {}, Coding("order0", 100), false));
  archives->push_back(Good("one_byte", "one stored byte", {'!'}, Coding("order0", 100)));
  archives->push_back(Good("noise", "one block no codec shrinks", noise, Coding("order1", 1000)));
  archives->push_back(Good("noise_blocks", "stored blocks in an `order1` frame", noise, Coding("order1", 100)));
  archives->push_back(Good("unknown_size", "several blocks, no content size", text, Coding("order1", 300), false));
  archives->push_back(Good("exact_blocks", "content size a multiple of the block size", text, Coding("order1", 250)));
  archives->push_back(Good("tiny_blocks", "500 blocks of 2 bytes", text, Coding("store", 2)));
  for (const unsigned lanes : {2U, 7U, 100U}) {
    CompressOptions options = Coding("order1", 400);
    options.lanes = lanes;
    archives->push_back(
        Good("lanes_" + std::to_string(lanes), std::to_string(lanes) + " lanes, three blocks", text, options));
  }
  Bytes mixed = text;
  mixed.insert(mixed.begin() + 300, noise.begin(), noise.end());
  archives->push_back(Good("coded_and_stored", "coded and stored blocks in one frame", mixed, Coding("order2", 200)));
  const std::vector<Bytes> raws = {text, {}, noise, {'x'}};
  archives->push_back({"good/frames.llz", "four frames of different specs, one of them empty",
                       ContentLine(Joined(raws)), [raws] { return JoinedGood(raws); }});
  archives->push_back({"good/environment.llz", "names an unknown environment: a warning, no error", ContentLine(text),
                       [text = Bytes(text.begin(), text.begin() + 90)] { return WithEnvironment(text); }});
  archives->back().expected = ContentLine(ByteView(text).first(90));
}

// Networks, alone and mixed, of the models in models/; each of both architectures.
void AppendNetworks(std::vector<GoldenArchive>* archives) {
  const Bytes text = SampleNamed("text", 1500);
  const Bytes records = SampleNamed("binary", 1200);
  const auto add = [&](const std::string& name, const std::string& description, const Bytes& raw,
                       const std::string& spec, std::uint64_t block_size, unsigned lanes = 1) {
    CompressOptions options = Coding(spec, block_size);
    options.lanes = lanes;
    GoldenArchive archive = Good(name, "`" + spec + "`, " + description, raw, options);
    archive.make = [raw, options] {
      CompressOptions with_models = options;
      with_models.models = ModelsIn({LLMZIP_GOLDEN_FOLDER "/models"});
      return Made(raw, with_models);
    };
    archives->push_back(std::move(archive));
  };
  add("net_hybrid", "text in one block", text, "net:golden-hybrid", 2000);
  add("net_hybrid_blocks", "text in four blocks", text, "net:golden-hybrid", 400);
  add("net_paper", "text in one block", text, "net:golden-paper", 2000);
  add("net_paper_lanes", "text in three lanes", text, "net:golden-paper", 2000, 3);
  add("mix_net", "text in one block", text, "mix(cm,net:golden-hybrid)", 2000);
  add("mix_net_blocks", "text in four blocks", text, "mix(cm,net:golden-hybrid)", 400);
  add("mix_net_lanes", "text in three lanes", text, "mix(cm,net:golden-hybrid)", 2000, 3);
  add("mix_net_binary", "records, one block", records, "mix(cm,net:golden-hybrid)", 2000);
  add("mix_max_net", "text in one block", text, "mix(cm:max,net:golden-paper)", 2000);
  add("mix_max_net_binary", "records, one block", records, "mix(cm:max,net:golden-paper)", 2000);
}

// What 0.1's levels made, of the beginnings of files in tests/data; the program that made them is gone.
void AppendLevelsOfFormat1(std::vector<GoldenArchive>* archives) {
  const auto add = [&](const std::string& name, const std::string& description, const std::string& file,
                       std::size_t size, const std::string& folder = "good") {
    std::ifstream in(LLMZIP_GOLDEN_FOLDER "/../data/" + file, std::ios::binary);
    Bytes content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    content.resize(size);
    const auto lost = []() -> Bytes {
      std::fprintf(stderr, "only llmzip 0.1 could write it\n");
      std::abort();
    };
    archives->push_back({folder + "/format1_" + name + ".llz", description, ContentLine(content), lost});
  };
  const std::string text = "devils_dictionary.txt";
  for (int level = 1; level <= 9; ++level) {
    const std::string name = "level_" + std::to_string(level);
    add(name, "what 0.1 made at -" + std::to_string(level) + ", text", text, 1500);
  }
  for (const int level : {1, 3, 5}) {
    add("level_" + std::to_string(level) + "_binary", "what 0.1 made at -" + std::to_string(level) + ", records",
        "records.bin", 1200);
  }
  add("level_5_blocks", "what 0.1 made at -5, text in blocks of 1024 bytes", text, 3000);
  for (const int level : {8, 9}) {
    add("level_" + std::to_string(level) + "_primed", "what 0.1 made at -" + std::to_string(level) + ", primed", text,
        20000, "slow");
  }
}

}  // namespace

std::string ContentLine(ByteView content) {
  return std::to_string(content.size()) + " bytes, XXH3-128 " + ToHexadecimal(Xxh3Digest128(content));
}

std::vector<GoldenArchive> GoodArchives() {
  std::vector<GoldenArchive> archives;
  AppendSpecs(&archives);
  AppendFeatures(&archives);
  AppendNetworks(&archives);
  AppendLevelsOfFormat1(&archives);
  return archives;
}

}  // namespace llmzip::testing
