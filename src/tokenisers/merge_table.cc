#include "tokenisers/merge_table.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace llmzip {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

}  // namespace

MergeTable::MergeTable(const std::vector<Merge>& merges) {
  std::vector<std::uint32_t> order(merges.size());  // by pair, of equal pairs the last first
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return std::tuple(merges[a].left, merges[a].right, b) < std::tuple(merges[b].left, merges[b].right, a);
  });
  const Merge* before = nullptr;
  for (const std::uint32_t rank : order) {
    const Merge& merge = merges[rank];
    const bool again = before != nullptr && before->left == merge.left && before->right == merge.right;
    before = &merge;
    if (again) continue;
    begins_.resize(std::size_t{merge.left} + 1, static_cast<std::uint32_t>(entries_.size()));
    entries_.push_back({merge.right, merge.merged, rank});
  }
  if (!begins_.empty()) begins_.push_back(static_cast<std::uint32_t>(entries_.size()));
}

const MergeTable::Entry* MergeTable::Find(Symbol left, Symbol right) const {
  if (std::size_t{left} + 1 >= begins_.size()) return nullptr;
  const auto begin = entries_.begin() + begins_[left];
  const auto end = entries_.begin() + begins_[left + 1];
  const auto found =
      std::lower_bound(begin, end, right, [](const Entry& e, Symbol wanted) { return e.right < wanted; });
  return found != end && found->right == right ? &*found : nullptr;
}

void MergeTable::Offer(std::uint32_t position, Scratch* scratch) const {
  const Scratch::Link& left = scratch->links_[position];
  if (left.next == kNone) return;
  const Entry* const entry = Find(left.symbol, scratch->links_[left.next].symbol);
  if (entry == nullptr) return;
  scratch->heap_.push_back({std::uint64_t{entry->rank} << 32 | position, entry->merged});
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
    const Entry* const entry = Find(left.symbol, right.symbol);
    if (entry == nullptr || entry->merged != merged) continue;
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
