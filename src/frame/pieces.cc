#include "frame/pieces.h"

#include <algorithm>

#include "base/digest.h"
#include "base/little_endian.h"
#include "frame/check.h"

namespace llmzip {
namespace {

constexpr std::uint64_t Quotient(std::uint64_t dividend, std::uint64_t divisor) {  // rounded up
  return dividend / divisor + (dividend % divisor != 0 ? 1 : 0);
}

ByteView Piece(ByteView stream, const Pieces& pieces, std::uint64_t number) {
  const std::uint64_t offset = number * pieces.size;
  return stream.subspan(offset, std::min<std::uint64_t>(pieces.size, stream.size() - offset));
}

}  // namespace

Pieces PiecesOf(std::uint64_t size, std::uint64_t coded_size) {
  const std::uint64_t most = coded_size / kPieceCodedSize;
  if (most == 0 || size == 0) return {};
  Pieces pieces{kLeastPieceSize, Quotient(size, kLeastPieceSize)};
  while (pieces.count > most) {
    pieces.size *= 2;
    pieces.count = Quotient(size, pieces.size);
  }
  return pieces;
}

std::vector<std::uint32_t> PieceChecks(ByteView stream, std::uint64_t coded_size) {
  const Pieces pieces = PiecesOf(stream.size(), coded_size);
  std::vector<std::uint32_t> checks;
  checks.reserve(pieces.count);
  for (std::uint64_t i = 0; i < pieces.count; ++i) checks.push_back(Xxh3Check32(Piece(stream, pieces, i)));
  return checks;
}

std::uint64_t ProvenBytes(ByteView stream, std::uint64_t coded_size, const std::vector<std::uint32_t>& checks) {
  const Pieces pieces = PiecesOf(stream.size(), coded_size);
  std::uint64_t proven = 0;
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(pieces.count, checks.size()); ++i) {
    const ByteView piece = Piece(stream, pieces, i);
    if (!ChecksMatch(checks[i], Xxh3Check32(piece))) break;
    proven += piece.size();
  }
  return proven;
}

void AppendChecks(const std::vector<std::uint32_t>& checks, Bytes* out) {
  for (const std::uint32_t check : checks) {
    out->resize(out->size() + sizeof(check));
    StoreLittleEndian(check, out->data() + out->size() - sizeof(check));
  }
}

Status TakeChecks(FieldReader& reader, std::uint64_t size, std::uint64_t coded_size,
                  std::vector<std::uint32_t>* checks) {
  const std::uint64_t count = PiecesOf(size, coded_size).count;
  LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, reader.TakeBytes("piece checks", count * sizeof(std::uint32_t)));
  checks->reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    checks->push_back(LoadLittleEndian<std::uint32_t>(bytes.data() + i * sizeof(std::uint32_t)));
  }
  return Status::Ok();
}

}  // namespace llmzip
