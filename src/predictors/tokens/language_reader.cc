#include "predictors/tokens/language_reader.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace llmzip::tokens {
namespace {

// Rows that pass through the network at once.
constexpr std::size_t kRowsAtOnce = 64;

}  // namespace

LanguageReader::LanguageReader(std::shared_ptr<const net::LanguageNetwork> network, unsigned lanes,
                               ContextWindow window, unsigned threads)
    : network_(std::move(network)), window_(window), team_(threads), lanes_(lanes), rows_(kRowsAtOnce + lanes) {
  assert(window.kept + 1 < window.most && window.most <= network_->config().context);
  for (std::size_t row = rows_.size(); row-- > 0;) free_rows_.push_back(row);
  for (unsigned lane = 0; lane < lanes; ++lane) {
    lanes_[lane].state = network_->NewState(window_.most);
    LanguageReader::Restart(lane, {});
  }
}

void LanguageReader::Restart(unsigned lane, std::span<const Token> context) {
  Lane& l = lanes_[lane];
  DropRows(l);
  l.state->Rewind(0);
  l.place = 0;
  l.waiting.clear();
  if (window_.begins && network_->config().begin) l.waiting.push_back(*network_->config().begin);
  const std::size_t size = std::min<std::size_t>(context.size(), window_.most / 2);
  l.history.assign(context.end() - static_cast<std::ptrdiff_t>(size), context.end());
  l.waiting.insert(l.waiting.end(), l.history.begin(), l.history.end());
  // Without a begin token the model has to be given something: what comes first of its tokens.
  if (l.waiting.empty()) l.waiting.push_back(0);
}

void LanguageReader::DropRows(Lane& lane) {
  free_rows_.insert(free_rows_.end(), lane.rows.begin(), lane.rows.end());
  lane.rows.clear();
  lane.guesses.clear();
}

// The state begins anew with the newest tokens, those that wait included.
void LanguageReader::Slide(Lane& lane) const {
  lane.state->Rewind(0);
  lane.place = 0;
  if (lane.history.size() > window_.kept)
    lane.history.erase(lane.history.begin(), lane.history.end() - static_cast<std::ptrdiff_t>(window_.kept));
  lane.waiting.clear();
  if (window_.begins && network_->config().begin) lane.waiting.push_back(*network_->config().begin);
  lane.waiting.insert(lane.waiting.end(), lane.history.begin(), lane.history.end());
  if (lane.waiting.empty()) lane.waiting.push_back(0);
}

void LanguageReader::FeedAllButLast(std::span<const unsigned> lanes) {
  std::vector<net::LanguageNetwork::Feed> feeds;
  for (const unsigned lane : lanes) {
    Lane& l = lanes_[lane];
    if (l.waiting.size() < 2) continue;
    feeds.push_back({l.state.get(), std::span(l.waiting).first(l.waiting.size() - 1), nullptr});
    l.place += static_cast<std::uint32_t>(l.waiting.size() - 1);
  }
  if (feeds.empty()) return;
  network_->Forward(feeds, workspace_, team_);
  for (const unsigned lane : lanes) {
    Lane& l = lanes_[lane];
    l.waiting.erase(l.waiting.begin(), l.waiting.end() - 1);
  }
}

Status LanguageReader::Prepare(std::span<const unsigned> lanes, const Guesser& guess) {
  std::vector<unsigned> needing;
  for (const unsigned lane : lanes) {
    Lane& l = lanes_[lane];
    if (!l.rows.empty()) continue;
    needing.push_back(lane);
    if (l.place + l.waiting.size() > window_.most) Slide(l);
  }
  if (needing.empty()) return Status::Ok();
  FeedAllButLast(needing);

  // One is kept for each other lane that has none, which may need it before others give theirs back.
  const auto without =
      static_cast<std::size_t>(std::ranges::count_if(lanes_, [](const Lane& l) { return l.rows.empty(); }));
  assert(free_rows_.size() >= without && without >= needing.size());
  const std::size_t most = (free_rows_.size() - (without - needing.size())) / needing.size();
  const std::size_t stride = network_->logit_stride();
  std::size_t rows = 0;
  for (const unsigned lane : needing) {
    Lane& l = lanes_[lane];
    const std::size_t room = window_.most - l.place - 1;
    guess(lane, std::min(std::min(most, kRowsAtOnce) - 1, room), &l.guesses);
    rows += 1 + l.guesses.size();
  }
  if (logits_.size() < rows * stride) logits_.resize(rows * stride);
  std::vector<net::LanguageNetwork::Feed> feeds;
  std::vector<std::size_t> made;  // of rows_, in the order of logits_
  for (const unsigned lane : needing) {
    Lane& l = lanes_[lane];
    l.waiting.insert(l.waiting.end(), l.guesses.begin(), l.guesses.end());
    feeds.push_back({l.state.get(), l.waiting, logits_.data() + made.size() * stride});
    for (std::size_t n = 0; n < l.waiting.size(); ++n) {
      made.push_back(free_rows_.back());
      l.rows.insert(l.rows.begin(), free_rows_.back());
      free_rows_.pop_back();
    }
    ++l.place;
  }
  network_->Forward(feeds, workspace_, team_);
  for (const unsigned lane : needing) lanes_[lane].waiting.clear();
  return MakeMasses(made);
}

Status LanguageReader::MakeMasses(std::span<const std::size_t> rows) {
  const std::size_t vocabulary = network_->config().vocabulary;
  const std::size_t stride = network_->logit_stride();
  return team_.Run([&](unsigned member) {
    for (std::size_t n = member; n < rows.size(); n += team_.size()) {
      Row& row = rows_[rows[n]];
      row.weights.resize(stride);
      network_->kernels().exponentials(logits_.data() + n * stride, vocabulary, row.weights.data());
      row.masses.Set(std::span(row.weights).first(vocabulary));
    }
    return Status::Ok();
  });
}

const TokenMasses& LanguageReader::masses(unsigned lane) const {
  assert(!lanes_[lane].rows.empty());
  return rows_[lanes_[lane].rows.back()].masses;
}

void LanguageReader::Take(unsigned lane, Token token) {
  Lane& l = lanes_[lane];
  assert(!l.rows.empty());
  l.history.push_back(token);
  free_rows_.push_back(l.rows.back());
  l.rows.pop_back();
  if (!l.guesses.empty() && l.guesses.front() == token) {
    l.guesses.erase(l.guesses.begin());
    ++l.place;
    return;
  }
  DropRows(l);
  l.state->Rewind(l.place);
  l.waiting = {token};
}

std::uint64_t LanguageReader::MemoryBytes(const LanguageConfig& config, unsigned lanes, ContextWindow window,
                                          unsigned threads) {
  const std::uint64_t rows = kRowsAtOnce + lanes;
  return std::uint64_t{lanes} * (net::LanguageState::Bytes(config, window.most) + window.most * 8U) +
         rows * config.vocabulary * (sizeof(float) + sizeof(std::uint32_t) + 1) +
         net::LanguageNetwork::WorkspaceBytes(config, window.most, threads);
}

}  // namespace llmzip::tokens
