// Archives of format 2 that must be refused: one for each of its own ways to be damaged or to come from a newer llmzip,
// every other part of them right.
#include <string>
#include <utility>

#include "base/digest.h"
#include "base/varint.h"
#include "content/code_parameters.h"
#include "frame/limits.h"
#include "golden/golden_archives.h"
#include "support/forge.h"

namespace llmzip::testing {
namespace {

constexpr char kBad[] = "corrupt";
constexpr char kUnknown[] = "unsupported";

class Format2Collection {
 public:
  void Add(const std::string& name, const std::string& description, Bytes bytes, const std::string& expected = kBad) {
    const std::string folder = expected == kBad ? "bad" : "unsupported";
    archives_.push_back(
        {folder + "/format2_" + name + ".llz", description, expected, [bytes = std::move(bytes)] { return bytes; }});
  }
  std::vector<GoldenArchive> Take() { return std::move(archives_); }

 private:
  std::vector<GoldenArchive> archives_;
};

ForgedHeader OfSpec(const std::string& spec) {
  ForgedHeader header;
  header.specs = {spec};
  header.block_size = 200;
  return header;
}

ForgedHeader OfTable(std::uint64_t table) {
  ForgedHeader header;
  header.table = table;
  header.block_size = 200;
  return header;
}

// Header, blocks and a right trailer for them.
Bytes Frame(const ForgedHeader& header, const std::vector<std::pair<BlockHead, Bytes>>& blocks, bool digest = true) {
  const Bytes head = header.ToBytes();
  Bytes frame = head;
  std::vector<IndexEntry> entries;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Bytes block = ForgedBlock(blocks[i].first, blocks[i].second, {CheckOf(head), i});
    entries.push_back({blocks[i].first.raw_size, block.size()});
    frame = Joined({frame, block});
  }
  const Digest128 nothing{};
  return Joined({frame, ForgedTrailer(ForgedIndex(blocks.size(), head.size(), entries,
                                                  digest ? ByteView(nothing) : ByteView()))});
}

Bytes Lone(const std::string& spec, std::uint64_t raw_size, const Bytes& payload) {
  return ForgedLone(OfSpec(spec), PlainHeadOf(raw_size, payload.size(), 0), payload);
}

void AppendLone(Format2Collection* all) {
  const Bytes raw(60, 'x');
  const Bytes stored = ForgedLone({}, StoredHeadOf(raw, 0), raw);
  Bytes bytes = stored;
  bytes.back() ^= 1;
  all->Add("lone_check", "a lone frame, one bit of its check flipped", bytes);
  bytes = stored;
  bytes[20] ^= 1;
  all->Add("lone_payload", "a lone frame, one bit of its payload flipped", bytes);
  bytes = stored;
  bytes.pop_back();
  all->Add("lone_cut", "a lone frame cut short", bytes);
  bytes = stored;
  bytes.push_back('x');
  all->Add("lone_trailing", "a byte behind a lone frame", bytes);
  ForgedHeader flags;
  flags.flags = 4;
  all->Add("lone_flags", "a lone stored frame that says it has models", ForgedLone(flags, StoredHeadOf(raw, 0), raw));
  BlockHead wrong = StoredHeadOf(raw, 0);
  wrong.digest = RawDigest::Of(Bytes(60, 'y'));
  all->Add("lone_digest", "a lone stored frame, its digest of other bytes", ForgedLone({}, wrong, raw));
  wrong = StoredHeadOf({}, 0);
  wrong.digest = RawDigest::Of(raw);
  all->Add("lone_empty_digest", "no content, with the digest of some", ForgedLone({}, wrong, {}));
  all->Add("lone_order0", "`order0`: a lone payload of something else", Lone("order0", 60, Bytes(40, 0x55)));
  for (const std::string spec : {"gzip", "zstd", "lzma", "png", "flac"}) {
    all->Add("lone_" + spec, "`" + spec + "`: a lone payload that is none", Lone(spec, 60, Bytes(40, 0x55)));
  }
  BlockHead plan = PlainHeadOf(60, 4, 0);
  plan.streams[0].plan = 1;
  all->Add("plan_none", "a plan that the header does not have", ForgedLone(OfSpec("order0"), plan, Bytes(4)));
  plan.streams[0].plan = 1000;
  all->Add("plan_unknown", "a plan that its table does not have", ForgedLone(OfTable(1), plan, Bytes(4)), kUnknown);
  all->Add("table_unknown", "a table of plans that is not known",
           ForgedLone(OfTable(1000), PlainHeadOf(60, 4, 0), Bytes(4)), kUnknown);
  ForgedHeader model = OfTable(5);
  model.flags = 4;
  model.optional_fields = {1, 1, 2, 3, 4, 5, 6, 7, 8};
  all->Add("model_prefix", "8 bytes of a model's digest that nobody has",
           ForgedLone(model, PlainHeadOf(60, 4, 0), Bytes(4)), "model missing");
  model.flags = 0;
  model.optional_fields = {};
  all->Add("models_few", "a table's plan without its model", ForgedLone(model, PlainHeadOf(60, 4, 0), Bytes(4)));
}

void AppendFull(Format2Collection* all) {
  const Bytes raw(200, 'x');
  BlockHead number = StoredHeadOf(raw, 1);
  all->Add("number", "block 0 says it is block 1", Frame(OfSpec("store"), {{number, raw}}));
  Bytes bytes = Frame(OfSpec("store"), {{StoredHeadOf(raw, 0), raw}});
  all->Add("content_digest", "the content digest is of something else", bytes);
  bytes[OfSpec("store").ToBytes().size() + 8] ^= 1;
  all->Add("head", "one bit of a block's head flipped", bytes);
  all->Add("no_content_digest", "an index without a content digest",
           Frame(OfSpec("store"), {{StoredHeadOf(raw, 0), raw}}, false));
  ForgedHeader empty = OfSpec("store");
  empty.specs = {};
  all->Add("plans_none", "no plans", empty.ToBytes());
}

// A block of 200 bytes in two segments, text and code, coded by `order0` in one stream.
struct Segmented {
  BlockHead head = PlainHeadOf(200, 20, 0);

  Segmented() {
    head.kind = BlockKind::kSegmented;
    head.streams = {{0, 1, 20, 200, {}}};
    head.segments = {{1, 0, 0, false, 100, 100, {}, {}},
                     {5, 2, 0, false, 100, 100, CodeParameters{0}.Serialised(), {1}}};
  }
};

void AppendSegments(Format2Collection* all) {
  const auto add = [&](const std::string& name, const std::string& description, const auto& change,
                       const std::string& expected = kBad) {
    Segmented block;
    change(block.head);
    all->Add(name, description, Frame(OfSpec("order0"), {{block.head, Bytes(20, 0x55)}}), expected);
  };
  using Head = BlockHead;
  add("segments", "segments right, the payload of something else", [](Head&) {});
  add("segment_large", "segments that exceed the block", [](Head& h) { h.segments[1].size = 101; });
  add("segment_small", "segments that do not cover the block", [](Head& h) { h.segments[1].size = 99; });
  add("segment_none", "a segment of no bytes", [](Head& h) {
    h.segments[0].size = h.segments[0].filtered_size = 0;
    h.segments[1].size = h.segments[1].filtered_size = 200;
  });
  add("segment_huge", "a segment of 2^64 - 1 bytes", [](Head& h) { h.segments[0].size = UINT64_MAX; });
  add("segment_stream", "a segment of a stream that does not exist", [](Head& h) { h.segments[0].stream = 3; });
  add("streams_many", "17 streams", [](Head& h) { h.streams.resize(17); });
  add("stream_empty", "a stream of no bytes", [](Head& h) { h.streams.resize(2); });
  add("coded_sizes", "streams that do not sum to the block's payload", [](Head& h) { h.streams[0].coded_size = 19; });
  add("segment_parameters", "parameters out of range", [](Head& h) { h.segments[1].parameters = Bytes(6, 0xFF); });
  add("segment_no_parameters", "machine code without an address", [](Head& h) { h.segments[1].parameters = {}; });
  add("text_parameters", "parameters of text", [](Head& h) { h.segments[0].parameters = {1}; });
  add("filter_parameters", "filter parameters out of range", [](Head& h) { h.segments[1].filter_parameters = {77}; });
  add("filter_kind", "a filter of code on text", [](Head& h) {
    h.segments[0].filter = 2;
    h.segments[0].filter_parameters = {1};
  });
  add("filtered_size", "filtered bytes of another number", [](Head& h) { h.segments[1].filtered_size = 90; });
  add("filtered_size_huge", "2^40 filtered bytes", [](Head& h) { h.segments[1].filtered_size = kMaxBlockSize; });
  add("continues_first", "the first block continues a segment", [](Head& h) { h.segments[0].continues = true; });
  add("continues_within", "the second segment of a block continues one",
      [](Head& h) { h.segments[1].continues = true; });
  add(
      "kind_unknown", "a kind of content that is not known", [](Head& h) { h.segments[0].kind = 200; }, kUnknown);
  add(
      "filter_unknown", "a filter that is not known", [](Head& h) { h.segments[1].filter = 200; }, kUnknown);

  BlockHead plain = PlainHeadOf(200, 20, 0);
  Segmented after;
  after.head.number = 1;
  after.head.segments[0].continues = true;
  all->Add("continues_plain", "a block that continues a segment behind a plain one",
           Frame(OfSpec("order0"), {{plain, Bytes(20, 0x55)}, {after.head, Bytes(20, 0x55)}}));

  // A layout number by number: a million segments; a reserved field.
  const auto layout = [](const std::vector<std::uint64_t>& numbers) {
    const Bytes head = OfSpec("order0").ToBytes();
    Bytes bytes;
    for (const std::uint64_t number : numbers) AppendVarint(number, &bytes);
    Bytes block = {3, 0};
    for (const std::uint64_t number : {std::uint64_t{200}, std::uint64_t{bytes.size()}, std::uint64_t{20}}) {
      AppendVarint(number, &block);
    }
    block = Joined({block, bytes, Bytes(kRawDigestSize)});
    block = Sealed(block, {CheckOf(head), 0});
    block = Sealed(Joined({block, Bytes(20, 0x55)}), {CheckOf(head), 0});
    const Digest128 digest{};
    return Joined({head, block, ForgedTrailer(ForgedIndex(1, head.size(), {{200, block.size()}}, digest))});
  };
  all->Add("segments_million", "a million segments", layout({1, 0, 0, 0, 0, 1, 0, 20, 1000000, 0, 1}));
  all->Add("segments_claimed", "65536 segments, of which one is there", layout({1, 0, 0, 0, 0, 1, 0, 20, 65536, 0, 1}));
  all->Add("classes_none", "no classes", layout({0, 1, 0, 20, 1, 0, 200}));
  all->Add("fields_reserved", "a class with a reserved field", layout({1, 0, 0, 0, 4, 1, 0, 20, 1, 0, 200}), kUnknown);
}

}  // namespace

std::vector<GoldenArchive> RefusedOfFormat2() {
  Format2Collection all;
  AppendLone(&all);
  AppendFull(&all);
  AppendSegments(&all);
  ForgedHeader header = OfSpec("store");
  header.flags = 128;
  all.Add("flag_7", "reserved flag bit 7 set", header.ToBytes(), kUnknown);
  header.flags = 32;
  all.Add("name_alone", "a model's name without a model", header.ToBytes());
  header.flags = 4 + 8 + 32;
  header.optional_fields.assign(1 + 32, 1);
  header.optional_fields.insert(header.optional_fields.end(), {5, 'w', 'o', 'r', 'd', 'y'});
  all.Add("name_of_spec", "a chosen model's name with plans given by hand", header.ToBytes());
  header.flags = 4 + 8 + 32;
  header.table = 15;
  header.optional_fields.back() = ')';
  all.Add("name_syntax", "a model's name with a bracket", header.ToBytes());
  header = OfSpec("store");
  header.flags = 4 + 64;
  header.optional_fields.assign(1 + 8, 1);
  all.Add("carries_short", "a carried model by the beginning of its digest", header.ToBytes());
  return all.Take();
}

}  // namespace llmzip::testing
