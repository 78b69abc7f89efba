#include "tokenisers/merge_table.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace llmzip {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

std::uint64_t PairOf(Symbol left, Symbol right) { return std::uint64_t{left} << 32 | right; }

}  // namespace

MergeTable::MergeTable(std::size_t count) {
  const std::size_t slots = std::bit_ceil(std::max<std::size_t>(count + count / 2, 2));
  entries_.resize(slots);
  shift_ = 64 - static_cast<unsigned>(std::countr_zero(slots));
}

std::size_t MergeTable::SlotOf(std::uint64_t pair) const {
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
  const std::size_t mask = entries_.size() - 1;
  std::size_t slot = ((pair ^ pair >> 29) * kMultiplier) >> shift_;
  while (entries_[slot].pair != pair && entries_[slot].pair != kNoPair) slot = (slot + 1) & mask;
  return slot;
}

void MergeTable::Add(Symbol left, Symbol right, Symbol merged) {
  const std::uint64_t pair = PairOf(left, right);
  assert(pair != kNoPair && next_rank_ + next_rank_ / 2 < entries_.size());
  entries_[SlotOf(pair)] = {pair, next_rank_++, merged};
}

void MergeTable::Offer(std::uint32_t position, Scratch* scratch) const {
  const Scratch::Link& left = scratch->links_[position];
  if (left.next == kNone) return;
  const Entry& entry = entries_[SlotOf(PairOf(left.symbol, scratch->links_[left.next].symbol))];
  if (entry.pair == kNoPair) return;
  scratch->heap_.push_back({std::uint64_t{entry.rank} << 32 | position, entry.merged});
}

void MergeTable::Apply(std::vector<Symbol>* symbols, Scratch* scratch) const {
  const auto size = static_cast<std::uint32_t>(symbols->size());
  if (size < 2) return;
  auto& links = scratch->links_;
  auto& heap = scratch->heap_;
  links.resize(size);
  for (std::uint32_t i = 0; i < size; ++i) links[i] = {(*symbols)[i], i - 1, i + 1};  // 0 - 1 is kNone
  links.back().next = kNone;
  heap.clear();
  for (std::uint32_t i = 0; i + 1 < size; ++i) Offer(i, scratch);
  std::make_heap(heap.begin(), heap.end());
  while (!heap.empty()) {
    const auto [order, merged] = heap.front();
    std::pop_heap(heap.begin(), heap.end());
    heap.pop_back();
    const auto position = static_cast<std::uint32_t>(order);
    Scratch::Link& left = links[position];
    // Stale, if one of the two has merged with another meanwhile.
    if (left.symbol == kNone || left.next == kNone) continue;
    Scratch::Link& right = links[left.next];
    const Entry& entry = entries_[SlotOf(PairOf(left.symbol, right.symbol))];
    if (entry.pair == kNoPair || entry.merged != merged) continue;
    left.symbol = merged;
    left.next = right.next;
    right.symbol = kNone;
    if (left.next != kNone) links[left.next].previous = position;
    for (const std::uint32_t at : {left.previous, position}) {
      if (at == kNone) continue;
      const std::size_t before = heap.size();
      Offer(at, scratch);
      if (heap.size() > before) std::push_heap(heap.begin(), heap.end());
    }
  }
  symbols->clear();
  for (std::uint32_t i = 0; i != kNone; i = links[i].next) symbols->push_back(links[i].symbol);
}

}  // namespace llmzip
