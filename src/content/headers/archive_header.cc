// Members of tar archives: no claims, but what the file before claims ends there, whatever sizes its header states.
#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"

namespace llmzip {

bool ParseTarMember(ByteView block, std::size_t file, Claims* /*claims*/) {
  constexpr std::uint64_t kHeader = 512;
  constexpr std::uint64_t kSum = 148;  // where eight bytes hold the sum of all bytes, those eight counted as blanks
  constexpr std::uint64_t kSumSize = 8;
  HeaderReader reader(block, file);
  if (!reader.Holds(257, "ustar") || reader.size() < kHeader) return false;
  const ByteView header = reader.Piece(0, kHeader);
  std::uint32_t sum = kSumSize * ' ';
  std::uint32_t said = 0;
  for (std::size_t i = 0; i < kHeader; ++i) {
    const bool in_sum = i >= kSum && i < kSum + kSumSize;
    if (!in_sum) sum += header[i];
    if (in_sum && header[i] >= '0' && header[i] <= '7') said = said * 8 + (header[i] - '0');
  }
  return sum == said;
}

}  // namespace llmzip
