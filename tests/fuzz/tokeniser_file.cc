// Any bytes as tokenizer.json or tokenizer.model: refused with a sound status, or a tokeniser from which any text comes
// back; and any text under tokenisers of each kind.
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "fuzz/fuzz_target.h"
#include "support/samples.h"
#include "tokenisers/open_tokeniser.h"
#include "tokenisers/sentencepiece_model.h"

namespace llmzip::fuzz {
namespace {

constexpr std::string_view kByteLevel = R"({"added_tokens":[{"id":6,"content":"<e>","special":true},
{"id":7,"content":"b ","special":false}],"normalizer":{"type":"NFC"},"pre_tokenizer":{"type":"Sequence",
"pretokenizers":[{"type":"Split","pattern":{"Regex":" ?\\p{L}+|\\s+(?!\\S)|\\s"},"behavior":"Isolated"},
{"type":"ByteLevel","use_regex":true}]},"model":{"type":"BPE","ignore_merges":true,
"vocab":{"a":0,"b":1,"c":2,"ab":3,"abc":4,"\u0120":5,"\u00c3":8,"\u00c3\u00a9":9,"\u00a9":10},
"merges":["a b","ab c","\u00c3 \u00a9"]}})";

constexpr std::string_view kSpacesMarked = R"({"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend",
"prepend":"\u2581"},{"type":"Replace","pattern":{"String":" "},"content":"\u2581"}]},"model":{"type":"BPE",
"byte_fallback":true,"merges":[["a","b"],["\u2581","ab"]],"vocab":{"<unk>":0,"<0x61>":1,"<0x7A>":2,"a":3,"b":4,
"\u2581":5,"ab":6,"\u2581ab":7}}})";

std::string SmallModel(SentencePieceModel::Type type) {
  using Kind = SentencePieceModel::Kind;
  SentencePieceModel model;
  model.type = type;
  model.pieces = {
      {"<unk>", 0, Kind::kUnknown},     {"<s>", 0, Kind::kControl},        {"\xE2\x96\x81", 0xBF800000, Kind::kNormal},
      {"a", 0xC0000000, Kind::kNormal}, {"aa", 0xC0200000, Kind::kNormal}, {"b\xC3\xA9", 0, Kind::kUserDefined}};
  return SerialiseWithoutNormalisation(model);
}

ByteView BytesOf(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
Bytes CopyOf(std::string_view text) { return {text.begin(), text.end()}; }

StatusOr<std::unique_ptr<Tokeniser>> Open(std::string_view kind, ByteView file) {
  setenv("LLMZIP_SENTENCEPIECE", LLMZIP_SENTENCEPIECE_MODULE, /*overwrite=*/0);
  TokeniserFiles files;
  (kind == "json" ? files.tokenizer_json : files.tokenizer_model) = file;
  return OpenTokeniser(files);
}

void ExpectLossless(const Tokeniser& tokeniser, ByteView raw) {
  const auto symbols = tokeniser.Encode(raw);
  FUZZ_CHECK(symbols.ok());
  Bytes joined;
  for (const Symbol symbol : *symbols) {
    if (symbol < tokeniser.vocabulary_size()) {
      const ByteView meaning = tokeniser.Meaning(symbol);
      FUZZ_CHECK(!meaning.empty());
      joined.insert(joined.end(), meaning.begin(), meaning.end());
    } else {
      FUZZ_CHECK(tokeniser.escapes() && symbol - tokeniser.vocabulary_size() < 256);
      joined.push_back(static_cast<std::uint8_t>(symbol - tokeniser.vocabulary_size()));
    }
  }
  FUZZ_CHECK(std::ranges::equal(joined, raw));
}

void RunFile(const std::string& kind, ByteView file) {
  const auto tokeniser = Open(kind, file);
  if (!tokeniser.ok()) {
    const StatusCode code = tokeniser.status().code();
    FUZZ_CHECK(code == StatusCode::kCorrupt || code == StatusCode::kUnsupported || code == StatusCode::kLimitExceeded ||
               (code == StatusCode::kNotFound && file.empty()));
    return;
  }
  FUZZ_CHECK((*tokeniser)->vocabulary_size() <= kMaxAlphabetSize);
  ExpectLossless(**tokeniser, BytesOf("abc ab\n\xC3\xA9 aab\xC3\xA9 <e>\xFF\xE2\x96\x81 12  zz"));
  ExpectLossless(**tokeniser, file.first(std::min<std::size_t>(file.size(), 200)));
}

const Tokeniser& Known(std::size_t kind) {
  using Type = SentencePieceModel::Type;
  static const std::unique_ptr<Tokeniser> known[] = {
      *Open("json", BytesOf(kByteLevel)),
      *Open("json", BytesOf(kSpacesMarked)),
      *Open("model", BytesOf(SmallModel(Type::kBpe))),
      *Open("model", BytesOf(SmallModel(Type::kUnigram))),
  };
  return *known[kind % std::size(known)];
}

}  // namespace

std::vector<Case> Cases() { return {{"json", 8000}, {"model", 8000}, {"text", 2000}}; }

std::vector<Bytes> Seeds(const std::string& kind) {
  if (kind == "json") return {CopyOf(kByteLevel), CopyOf(kSpacesMarked)};
  if (kind == "model") {
    return {CopyOf(SmallModel(SentencePieceModel::Type::kBpe)), CopyOf(SmallModel(SentencePieceModel::Type::kUnigram))};
  }
  std::vector<Bytes> seeds;
  for (const auto& sample : testing::AllSamples(300)) {
    for (std::uint8_t tokeniser = 0; tokeniser < 4; ++tokeniser) {
      seeds.push_back(sample.bytes);
      seeds.back().insert(seeds.back().begin(), tokeniser);
    }
  }
  return seeds;
}

void Run(const std::string& kind, ByteView input) {
  if (kind != "text") return RunFile(kind, input);
  InputReader reader(input);
  const Tokeniser& tokeniser = Known(reader.Byte());
  ExpectLossless(tokeniser, reader.Rest());
}

}  // namespace llmzip::fuzz
