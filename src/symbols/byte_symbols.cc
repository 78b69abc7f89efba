#include "symbols/byte_symbols.h"

#include <bit>
#include <cassert>

namespace llmzip {

bool ByteSymbols::Fits(std::uint32_t alphabet_size) {
  return alphabet_size == 2 || alphabet_size == 4 || alphabet_size == 16 || alphabet_size == 256;
}

ByteSymbols::ByteSymbols(std::uint32_t alphabet_size) : bits_(static_cast<unsigned>(std::countr_zero(alphabet_size))) {
  assert(Fits(alphabet_size));
}

}  // namespace llmzip
