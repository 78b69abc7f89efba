// Archives that must be refused: one for each way to be damaged, every other part of them right.
#include <algorithm>
#include <string>
#include <utility>

#include "base/digest.h"
#include "base/varint.h"
#include "frame/limits.h"
#include "golden/golden_archives.h"
#include "llmzip/llmzip.h"
#include "model/model.h"
#include "support/forge.h"

namespace llmzip::testing {
namespace {

// A right frame of three blocks in parts that can be spoilt before they are put together.
struct Draft {
  OldHeader header;
  std::vector<Bytes> raws = {Bytes(100, 'a'), Bytes(100, 'b'), Bytes(40, 'c')};
  std::vector<std::uint64_t> numbers = {0, 1, 2};  // the places the blocks' checks are made for
  std::vector<IndexEntry> extra_entries;           // behind the right ones
  std::uint64_t count = 3;                         // as the index says
  std::int64_t header_size_error = 0;
  Bytes digest_of = {};  // what the content digest is of; empty: the content

  [[nodiscard]] Bytes Head() const { return header.ToBytes(); }
  [[nodiscard]] Bytes Block(std::size_t i) const { return OldStoredBlock(raws[i], {CheckOf(Head()), numbers[i]}); }
  [[nodiscard]] Bytes Blocks() const {
    Bytes blocks;
    for (std::size_t i = 0; i < raws.size(); ++i) blocks = Joined({blocks, Block(i)});
    return blocks;
  }
  [[nodiscard]] Bytes Trailer() const {
    std::vector<IndexEntry> entries;
    for (std::size_t i = 0; i < raws.size(); ++i) entries.push_back({raws[i].size(), Block(i).size()});
    entries.insert(entries.end(), extra_entries.begin(), extra_entries.end());
    const Digest128 digest = Xxh3Digest128(digest_of.empty() ? Joined(raws) : digest_of);
    const auto size = static_cast<std::uint64_t>(static_cast<std::int64_t>(Head().size()) + header_size_error);
    return ForgedTrailer(ForgedIndex(count, size, entries, digest));
  }
  [[nodiscard]] Bytes Whole() const { return Joined({Head(), Blocks(), Trailer()}); }
};

class Collection {
 public:
  // `spoil` changes a draft before it is put together.
  template <typename Spoil>
  void Drafted(const std::string& name, const std::string& description, const Spoil& spoil) {
    Draft draft;
    spoil(draft);
    Add(name, description, draft.Whole());
  }

  // `spoil` changes the bytes of a right frame.
  template <typename Spoil>
  void Spoilt(const std::string& name, const std::string& description, const Spoil& spoil) {
    Bytes bytes = Draft().Whole();
    spoil(bytes);
    Add(name, description, std::move(bytes));
  }

  // One block of any header and payload, its check right, in an otherwise right frame.
  void WithBlock(const std::string& name, const std::string& description, const std::string& spec, const Bytes& block,
                 std::uint64_t raw_size) {
    OldHeader header;
    header.spec = spec;
    const Bytes head = header.ToBytes();
    const Bytes sealed = Sealed(block, {CheckOf(head), 0});
    Add(name, description,
        Joined({head, sealed, ForgedTrailer(ForgedIndex(1, head.size(), {{raw_size, sealed.size()}}))}));
  }

  void Add(const std::string& name, const std::string& description, Bytes bytes) {
    archives_.push_back({"bad/" + name + ".llz", description, "corrupt", [bytes = std::move(bytes)] { return bytes; }});
  }

  std::vector<GoldenArchive> Take() { return std::move(archives_); }

 private:
  std::vector<GoldenArchive> archives_;
};

Bytes BlockStart(std::uint8_t kind, std::uint64_t raw_size, const std::vector<std::uint64_t>& payload_size) {
  Bytes block = {kind};
  AppendVarint(raw_size, &block);
  for (const std::uint64_t size : payload_size) AppendVarint(size, &block);
  return block;
}

// A coded block that claims to hold `raw`.
Bytes CodedBlock(ByteView raw, const Bytes& payload) {
  Bytes block = BlockStart(1, raw.size(), {payload.size()});
  const Digest128 digest = Xxh3Digest128(raw);
  block.insert(block.end(), digest.begin(), digest.end());
  return Joined({block, payload});
}

void AppendWholeFiles(Collection* bad) {
  bad->Add("nothing", "a file of no bytes", {});
  bad->Add("text", "no archive but text", {'h', 'e', 'l', 'l', 'o', '\n'});
  bad->Add("magic_only", "the magic number and nothing else", {'L', 'L', 'Z', 0x1A});
  bad->Add("header_only", "a header and nothing else", Draft().Head());
  bad->Add("no_header", "blocks and trailer without a header", Joined({Draft().Blocks(), Draft().Trailer()}));
  bad->Add("no_trailer", "header and blocks without a trailer", Joined({Draft().Head(), Draft().Blocks()}));
  bad->Spoilt("cut_footer", "the last byte is missing", [](Bytes& bytes) { bytes.pop_back(); });
  bad->Spoilt("cut_block", "ends within the second block", [](Bytes& bytes) { bytes.resize(200); });
  bad->Spoilt("zero_page", "a run of bytes within a block set to zero",
              [](Bytes& bytes) { std::fill_n(bytes.begin() + 60, 64, std::uint8_t{0}); });
  bad->Spoilt("trailing_byte", "a byte behind the end", [](Bytes& bytes) { bytes.push_back('x'); });
  bad->Spoilt("trailing_half_frame", "the beginning of a second frame behind the end", [](Bytes& bytes) {
    const Bytes again(bytes.begin(), bytes.begin() + 50);
    bytes = Joined({bytes, again});
  });
  bad->Spoilt("second_frame", "one bit of a second frame flipped", [](Bytes& bytes) {
    bytes = Joined({bytes, bytes});
    bytes[bytes.size() - 30] ^= 4;
  });
}

void AppendHeaders(Collection* bad) {
  bad->Spoilt("header_check", "one bit of the header's check flipped",
              [](Bytes& bytes) { bytes[Draft().Head().size() - 1] ^= 1; });
  bad->Spoilt("header_spec", "one bit of the spec flipped", [](Bytes& bytes) { bytes[8] ^= 1; });
  bad->Drafted("spec_empty", "a spec of no characters", [](Draft& d) { d.header.spec = ""; });
  bad->Drafted("spec_long", "a spec of 1025 characters", [](Draft& d) { d.header.spec.assign(1025, 's'); });
  bad->Drafted("lanes_none", "no lanes", [](Draft& d) { d.header.lanes = 0; });
  bad->Drafted("lanes_many", "65536 lanes", [](Draft& d) { d.header.lanes = 65536; });
  bad->Drafted("block_size_none", "a block size of 0", [](Draft& d) { d.header.block_size = 0; });
  bad->Drafted("block_size_huge", "a block size of 2^40 + 1",
               [](Draft& d) { d.header.block_size = kMaxBlockSize + 1; });
  const auto content_size = [](std::uint64_t size) {
    return [size](Draft& d) {
      d.header.flags = 1;
      AppendVarint(size, &d.header.optional_fields);
    };
  };
  bad->Drafted("content_size_small", "declares a byte less than the blocks hold", content_size(239));
  bad->Drafted("content_size_large", "declares a byte more than the blocks hold", content_size(241));
  bad->Drafted("content_size_none", "declares no content and has blocks", content_size(0));
  bad->Drafted("varint_long", "a content size in more bytes than it needs", [](Draft& d) {
    d.header.flags = 1;
    d.header.optional_fields = {0xF0, 0x81, 0x00};
  });
  bad->Drafted("varint_beyond", "a content size beyond 64 bits", [](Draft& d) {
    d.header.flags = 1;
    d.header.optional_fields = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02};
  });
  bad->Drafted("models_none", "says models follow, and gives none", [](Draft& d) {
    d.header.flags = 2;
    d.header.optional_fields = {0};
  });
}

void AppendBlocks(Collection* bad) {
  bad->Drafted("swapped", "two blocks swapped", [](Draft& d) {
    std::swap(d.raws[0], d.raws[1]);
    d.numbers = {1, 0, 2};
  });
  bad->Drafted("repeated", "a block twice", [](Draft& d) {
    d.raws = {d.raws[0], d.raws[0], d.raws[1]};
    d.numbers = {0, 0, 1};
  });
  bad->Drafted("dropped", "a block left out", [](Draft& d) {
    d.raws = {d.raws[0], d.raws[2]};
    d.numbers = {0, 2};
    d.count = 2;
  });
  bad->Drafted("block_too_large", "a block larger than the block size", [](Draft& d) { d.raws[1].push_back('b'); });
  bad->Spoilt("payload_bit", "one bit of a payload flipped",
              [](Bytes& bytes) { bytes[Draft().Head().size() + 30] ^= 0x10; });
  bad->Spoilt("block_check", "one bit of a block's check flipped",
              [](Bytes& bytes) { bytes[Draft().Head().size() + Draft().Block(0).size() - 2] ^= 0x10; });
  Bytes unknown = CodedBlock(Bytes(20, 'x'), {1, 2, 3});
  unknown[0] = 3;
  bad->WithBlock("kind_unknown", "a block of kind 3", "order0", unknown, 20);
  Bytes none = BlockStart(2, 0, {});
  none.resize(none.size() + 16);
  bad->WithBlock("raw_size_none", "a block that holds nothing", "order0", none, 1);
  bad->WithBlock("coded_not_smaller", "a coded block as large as its content", "order0",
                 CodedBlock(Bytes(20, 'x'), Bytes(20, 7)), 20);
  Bytes wrong = CodedBlock(Bytes(20, 'x'), {1, 2, 3});
  bad->WithBlock("digest", "`order0`: decodes to other bytes than the digest is of", "order0", wrong, 20);
  for (const std::string spec : {"gzip", "zstd", "lzma", "png", "flac"}) {
    bad->WithBlock(spec + "_payload", "`" + spec + "`: a payload that is none", spec,
                   CodedBlock(Bytes(60, 'x'), Bytes(40, 0x55)), 60);
  }
}

void AppendTrailers(Collection* bad) {
  bad->Drafted("index_count", "the index counts a block too many", [](Draft& d) { d.count = 4; });
  bad->Drafted("index_entry", "the index has an entry too many", [](Draft& d) {
    d.count = 4;
    d.extra_entries = {{100, 122}};
  });
  bad->Drafted("index_huge", "the index tells of a block of 2^64 - 1 bytes", [](Draft& d) {
    d.count = 4;
    d.extra_entries = {{UINT64_MAX, UINT64_MAX}};
  });
  bad->Drafted("index_count_huge", "the index counts 2^64 - 1 blocks", [](Draft& d) { d.count = UINT64_MAX; });
  bad->Drafted("index_header_size", "the index says the header is a byte longer",
               [](Draft& d) { d.header_size_error = 1; });
  bad->Drafted("content_digest", "the content digest is of something else", [](Draft& d) { d.digest_of = {'?'}; });
  bad->Spoilt("footer_check", "one bit of the footer's check flipped",
              [](Bytes& bytes) { bytes[bytes.size() - 6] ^= 1; });
  bad->Spoilt("footer_magic", "one bit of the footer's magic flipped", [](Bytes& bytes) { bytes.back() ^= 1; });
  bad->Spoilt("footer_index_size", "the footer's index size is 2^32 - 1",
              [](Bytes& bytes) { std::fill_n(bytes.end() - 12, 4, std::uint8_t{0xFF}); });
  bad->Spoilt("end_marker", "the end marker is missing", [](Bytes& bytes) {
    const std::size_t at = Draft().Head().size() + Draft().Blocks().size();
    bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at));
  });
}

// A right digest of the first model in models/.
Bytes ModelField(std::uint8_t count) {
  const ModelDigest digest = DigestOfModel(GoldenModels()[0].make());
  Bytes field(1 + count * digest.size(), count);
  for (std::size_t i = 0; i < count; ++i) {
    std::ranges::copy(digest, field.begin() + static_cast<std::ptrdiff_t>(1 + i * digest.size()));
  }
  return field;
}

void AppendNetworks(Collection* bad) {
  const auto naming = [](const std::string& spec, std::uint8_t count) {
    return [=](Draft& d) {
      d.header.spec = spec;
      d.header.flags = 2;
      d.header.optional_fields = ModelField(count);
    };
  };
  bad->Drafted("net_models_few", "`mix(cm,net:golden-hybrid)` without a model's digest",
               [](Draft& d) { d.header.spec = "mix(cm,net:golden-hybrid)"; });
  bad->Drafted("net_models_many", "`net:golden-hybrid` with two models' digests", naming("net:golden-hybrid", 2));
  bad->Drafted("net_models_unused", "`order0` with a model's digest", naming("order0", 1));
  OldHeader header;
  header.flags = 2;
  header.optional_fields = ModelField(1);
  for (const std::string spec : {"net:golden-hybrid", "mix(cm,net:golden-hybrid)"}) {
    header.spec = spec;
    const Bytes head = header.ToBytes();
    const Bytes block = Sealed(CodedBlock(Bytes(60, 'x'), Bytes(40, 0x55)), {CheckOf(head), 0});
    bad->Add(spec[0] == 'n' ? "net_payload" : "mix_net_payload", "`" + spec + "`: a payload of something else",
             Joined({head, block, ForgedTrailer(ForgedIndex(1, head.size(), {{60, block.size()}}))}));
  }
}

}  // namespace

std::vector<GoldenArchive> BadArchives() {
  Collection bad;
  AppendWholeFiles(&bad);
  AppendHeaders(&bad);
  AppendBlocks(&bad);
  AppendTrailers(&bad);
  AppendNetworks(&bad);
  return bad.Take();
}

std::vector<GoldenArchive> UnsupportedArchives() {
  std::vector<GoldenArchive> archives;
  const auto add = [&](const std::string& name, const std::string& description, const std::string& expected,
                       const auto& change) {
    Draft draft;
    change(draft.header);
    archives.push_back(
        {"unsupported/" + name + ".llz", description, expected, [bytes = draft.Whole()] { return bytes; }});
  };
  for (const int version : {0, 3, 255}) {
    add("version_" + std::to_string(version), "format version " + std::to_string(version), "unsupported",
        [&](OldHeader& h) { h.version = static_cast<std::uint8_t>(version); });
  }
  for (const int bit : {3, 7}) {
    add("flag_" + std::to_string(bit), "reserved flag bit " + std::to_string(bit) + " set", "unsupported",
        [&](OldHeader& h) { h.flags = static_cast<std::uint8_t>(1U << bit); });
  }
  const std::pair<const char*, const char*> specs[] = {{"spec_unknown", "oracle"},
                                                       {"spec_argument", "order7"},
                                                       {"spec_taking_none", "store:fast"},
                                                       {"spec_part", "mix(order2,oracle)"},
                                                       {"spec_grammar", "order2 then order3"}};
  for (const auto& [name, spec] : specs) {
    add(name, std::string("the spec `") + spec + "`", "unsupported",
        [text = std::string(spec)](OldHeader& h) { h.spec = text; });
  }
  for (const std::uint8_t models : {std::uint8_t{1}, std::uint8_t{16}}) {
    add("models_" + std::to_string(models), "names " + std::to_string(models) + " model(s) nobody has", "model missing",
        [&](OldHeader& h) {
          h.flags = 2;
          h.optional_fields.assign(1 + 32 * std::size_t{models}, 0xAB);
          h.optional_fields[0] = models;
        });
  }
  add("net_digest", "`net:golden-hybrid`, one bit of its model's digest another", "model missing", [](OldHeader& h) {
    h.spec = "net:golden-hybrid";
    h.flags = 2;
    h.optional_fields = ModelField(1);
    h.optional_fields.back() ^= 1;
  });
  return archives;
}

}  // namespace llmzip::testing
