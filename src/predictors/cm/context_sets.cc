#include "predictors/cm/context_sets.h"

#include <cassert>

#include "predictors/cm/hashing.h"

namespace llmzip::cm {
namespace {

// Numbers the contexts as they are added, so that equal values in different contexts hash apart; hashes those whose bit
// is set in `wanted`.
template <std::uint32_t wanted>
class Contexts {
 public:
  explicit Contexts(std::uint32_t* hashes) : hashes_(hashes) {}
  void Add(std::uint64_t a, std::uint64_t b = 0) { AddNumbered(count_ + 1, a, b); }
  /// As Add, but contexts of text and of other data must not share histories.
  void AddOther(std::uint64_t a, std::uint64_t b = 0) { AddNumbered(count_ + 101, a, b); }
  [[nodiscard]] unsigned count() const { return count_; }

 private:
  void AddNumbered(std::uint32_t number, std::uint64_t a, std::uint64_t b) {
    if ((wanted >> count_ & 1U) != 0) hashes_[count_] = HashContext(number, a, b);
    ++count_;
  }

  std::uint32_t* hashes_;
  unsigned count_ = 0;
};

constexpr std::uint32_t kAll = 0xFFFFFFFFU;

template <std::uint32_t wanted>
void Orders(const LaneHistory& h, Contexts<wanted>& add) {
  add.Add(h.last(2));
  add.Add(h.last(3));
  add.Add(h.last(4));
  add.Add(h.last8 & 0xFFFFFFFFFFU);
  add.Add(h.last8 & 0xFFFFFFFFFFFFU);
}

template <std::uint32_t wanted>
void AddMaximum(const ContextView& view, Contexts<wanted> add) {
  const LaneHistory& h = view.history;
  Orders(h, add);
  add.Add(h.last(1));
  add.Add(h.last8);
  add.Add(h.word, h.last(1));
  add.Add(view.expected | view.confidence << 10, h.last(1));
  add.Add(h.last4() & 0xFFFF0000U);
  add.Add(h.last4() & 0x00FFFF00U);
  add.Add(h.last4() & 0x00F0F0FFU, h.shape & 0xFFFFFFFU);
  const std::uint32_t above = view.Back(h.line_start - h.previous_start);
  if (h.is_text()) {
    add.Add(h.word, h.past_words[0]);
    add.Add(h.word, std::uint64_t{h.past_words[1]} << 32 | h.past_words[0]);
    add.Add(h.word, std::uint64_t{h.past_words[1]} << 8 | 1);
    add.Add(h.word, std::uint64_t{h.past_words[2]} << 8 | 2);
    add.Add(h.word, std::uint64_t{h.gap} << 32 | h.past_words[0]);
    add.Add(h.word | h.last(1), std::uint64_t{above} << 32 | h.first_bytes);
    add.Add(h.last(2), std::uint64_t{h.column()} << 16 | above);
    add.Add(h.shape, h.word_length);
    add.Add(h.word, h.first_bytes | std::uint64_t{h.quote} << 32);
    add.Add(h.last(3), h.quote | std::uint64_t{h.first_bytes & 0xFFU} << 32);
    add.Add(h.word, h.sentence);
    add.Add(h.last(1) | above << 8, h.indentation);
  } else {
    const std::uint32_t length = h.record_length();
    const std::uint32_t up = view.Back(length);
    const std::uint32_t up2 = view.Back(2 * length);
    const std::uint64_t column = h.record_column();
    add.AddOther(up | up2 << 8, length << 8 | h.last(1));
    add.AddOther(up, length << 16 | column << 32 | h.last(1));
    add.AddOther(up | up2 << 8 | view.Back(3 * length) << 16, length);
    add.AddOther(column, length << 16 | h.last(2));
    add.AddOther(h.x86.current(), h.x86.place() << 8 | h.last(1));
    add.AddOther(h.x86.current(), h.x86.place() | std::uint64_t{h.x86.previous(0)} << 32);
    add.AddOther(h.x86.current(), h.x86.place() | (std::uint64_t{h.x86.previous(0)} << 32 ^ h.x86.previous(1)));
    add.AddOther(h.x86.opcode(), h.x86.place() | std::uint64_t{h.x86.mod_rm()} << 32);
    add.AddOther(h.last4() & 0xFF00FF00U);
    add.AddOther(h.last4() & 0xFF0000FFU);
    add.AddOther(h.last4() & 0xFFFFFF00U);
    add.AddOther(h.last4() & 0xF0F0F0FFU);
  }
  assert(add.count() == MaximumContexts::kCount);
}

}  // namespace

void StandardContexts::HashBeforeLastBit(const ContextView& view, std::uint32_t seven, std::uint32_t* hashes) {
  const LaneHistory& h = view.history;
  const std::uint64_t last8 = h.last8 << 8 | seven;
  Contexts<kAll> add(hashes);
  add.Add(last8 & 0xFFFFU);
  add.Add(last8 & 0xFFFFFFU);
  add.Add(last8 & 0xFFFFFFFFU);
  add.Add(last8 & 0xFFFFFFFFFFFFU);
  if (h.is_text()) {
    // As LaneHistory has it, but for the bytes beside the alphabet's ends, which pass for letters.
    const std::uint32_t lower = seven | 0x20U;
    const bool letter = seven >= 128 || (seven >= 0x40 && lower >= 0x60 && lower <= 0x7A);
    const bool digit = seven >= 0x30 && seven <= 0x38;
    if (letter || (digit && h.word != 0)) {
      add.Add(h.word, seven);
      add.Add(std::uint64_t{h.word} << 8 | (seven >= 128 ? seven : lower), h.past_words[0]);
    } else {
      add.Add(0, seven);
      add.Add(0, h.word != 0 ? h.word : h.past_words[0]);
    }
  } else {
    const std::uint32_t length = h.record_length();
    add.AddOther(view.Back(length - 1) | view.Back(2 * length - 1) << 8, length << 8 | seven);
    add.AddOther(seven);  // until HashAfterByte, which does not come if the byte makes it text
  }
  assert(add.count() == kCount);
}

bool StandardContexts::HashAfterByte(const LaneHistory& history, std::uint32_t* hashes) {
  if (history.is_text()) return false;
  hashes[kCount - 1] = HashContext(kCount + 100, history.x86.current(), history.x86.place() << 8 | history.last(1));
  return true;
}

void MaximumContexts::Hash(const ContextView& view, std::uint32_t* hashes) { AddMaximum(view, Contexts<kAll>(hashes)); }

void MaximumContexts::HashPhraseContexts(const ContextView& view, std::uint32_t* hashes) {
  AddMaximum(view, Contexts<kPhraseContextMask>(hashes));
}

}  // namespace llmzip::cm
