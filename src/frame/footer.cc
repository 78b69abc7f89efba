#include "frame/footer.h"

#include <algorithm>
#include <cassert>

#include "base/digest.h"
#include "base/little_endian.h"
#include "frame/check.h"
#include "frame/limits.h"

namespace llmzip {

void AppendTrailer(ByteView index, Bytes* out) {
  assert(index.size() <= kMaxIndexSize);
  const std::size_t begin = out->size();
  out->push_back(0);
  out->insert(out->end(), index.begin(), index.end());
  out->resize(out->size() + 2 * sizeof(std::uint32_t));
  std::uint8_t* const fields = out->data() + out->size() - 2 * sizeof(std::uint32_t);
  StoreLittleEndian(static_cast<std::uint32_t>(index.size()), fields);
  const std::size_t checked = 1 + index.size() + sizeof(std::uint32_t);
  StoreLittleEndian(Xxh3Check32(ByteView(*out).subspan(begin, checked)), fields + sizeof(std::uint32_t));
  out->insert(out->end(), kFooterMagic.begin(), kFooterMagic.end());
}

StatusOr<std::uint64_t> TrailerSize(ByteView footer) {
  assert(footer.size() == kFooterSize);
  if (!std::ranges::equal(footer.last(kFooterMagic.size()), kFooterMagic)) {
    return Status::Corrupt("footer: magic is missing: the file is cut short, or something follows it");
  }
  return 1 + std::uint64_t{LoadLittleEndian<std::uint32_t>(footer.data())} + kFooterSize;
}

StatusOr<FrameIndex> ParseTrailer(ByteView trailer, std::uint64_t block_bytes) {
  if (trailer.size() < 1 + kFooterSize) return Status::Corrupt("footer: is cut short");
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t size, TrailerSize(trailer.last(kFooterSize)));
  if (size != trailer.size() || trailer[0] != 0) return Status::Corrupt("footer: index size is wrong");
  const std::size_t checked = trailer.size() - 2 * sizeof(std::uint32_t);
  const auto check = LoadLittleEndian<std::uint32_t>(trailer.data() + checked);
  if (!ChecksMatch(check, Xxh3Check32(trailer.first(checked)))) {
    return Status::Corrupt("footer: check does not match: the index is damaged");
  }
  return ParseIndex(trailer.subspan(1, trailer.size() - 1 - kFooterSize), block_bytes);
}

}  // namespace llmzip
