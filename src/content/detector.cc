#include "content/detector.h"

#include <algorithm>
#include <utility>

#include "content/code_parameters.h"
#include "content/evidence.h"
#include "content/headers/header_search.h"
#include "content/picture_parameters.h"
#include "content/raw_layout.h"
#include "content/sound_parameters.h"
#include "content/window.h"

namespace llmzip {
namespace {

// A range of one kind that no header claims.
struct Run {
  Kind kind;
  std::uint64_t begin;
  std::uint64_t end;

  [[nodiscard]] std::uint64_t size() const { return end - begin; }
};

void Append(Run run, std::vector<Run>* runs) {
  if (!runs->empty() && runs->back().kind == run.kind) {
    runs->back().end = run.end;
  } else {
    runs->push_back(run);
  }
}

std::vector<Run> RunsOfWindows(ByteView block, std::uint64_t begin, std::uint64_t end) {
  std::vector<Run> runs;
  for (std::uint64_t at = begin; at < end; at += kWindowSize) {
    const std::uint64_t size = std::min<std::uint64_t>(kWindowSize, end - at);
    Append({LooksLike(block.subspan(at, size)), at, at + size}, &runs);
  }
  return runs;
}

// Constants and leaf functions lie between functions that call others, so a short gap within code counts as code.
std::vector<Run> WithHolesOfCodeFilled(const std::vector<Run>& runs) {
  constexpr std::uint64_t kWidestHole = 4 * kWindowSize;
  std::vector<Run> filled;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Run run = runs[i];
    const bool is_hole = i > 0 && i + 1 < runs.size() && runs[i - 1].kind == Kind::kX86 &&
                         runs[i + 1].kind == Kind::kX86 && run.size() <= kWidestHole;
    if (is_hole && run.kind == Kind::kData) run.kind = Kind::kX86;
    Append(run, &filled);
  }
  return filled;
}

// Runs too short to be worth a segment are joined to the run before; the first run, if too short, to the run after it.
std::vector<Run> WithoutShort(const std::vector<Run>& runs) {
  std::vector<Run> kept;
  for (const Run& run : runs) {
    if (!kept.empty() && run.size() < Detector::kSmallestRun) {
      kept.back().end = run.end;
    } else if (kept.size() == 1 && kept.front().size() < Detector::kSmallestRun) {
      kept.front() = {run.kind, kept.front().begin, run.end};
    } else {
      Append(run, &kept);
    }
  }
  return kept;
}

constexpr std::uint64_t kEffort = std::uint64_t{1} << 20;  // of parsers, beside the block's size

std::uint64_t SmallestClaim(Kind kind) { return IsMedia(kind) ? Detector::kSmallestMedia : Detector::kSmallestClaim; }

// Bytes from a value to the next one of the same meaning.
std::uint64_t StepOf(const Claim& claim) {
  if (claim.kind == Kind::kPicture) {
    const auto picture = PictureParameters::Parse(claim.parameters);
    return picture.ok() ? std::max<std::uint64_t>(1, picture->channels * picture->bits / 8U) : 1;
  }
  if (claim.kind == Kind::kSound) {
    const auto sound = SoundParameters::Parse(claim.parameters);
    return sound.ok() ? sound->FrameBytes() : 1;
  }
  return kNoStep;
}

// True if the bytes that are there contradict the claim: they read like text, or a picture or sound that reaches beyond
// them, so that the size in its header proves nothing, begins with noise.
bool Contradict(ByteView bytes, const Claim& claim) {
  if (ReadsLikeText(bytes, StepOf(claim))) return true;
  if (!IsMedia(claim.kind) || claim.continues || bytes.size() == claim.size || !LooksLikeNoise(bytes)) return false;
  const auto sound = SoundParameters::Parse(claim.parameters);
  return claim.kind == Kind::kPicture || !sound.ok() || !SamplesAgree(bytes, *sound);
}

bool HasParameters(Kind kind) { return kind != Kind::kData && kind != Kind::kText && kind != Kind::kCode; }

void Append(Segment segment, std::vector<Segment>* segments) {
  if (!segments->empty() && segments->back().kind == segment.kind && !HasParameters(segment.kind)) {
    segments->back().size += segment.size;
  } else {
    segments->push_back(std::move(segment));
  }
}

}  // namespace

std::vector<Segment> Detector::Detect(ByteView block) {
  std::vector<Segment> segments;
  std::uint64_t done = 0;
  for (Claim& claim : ClaimsWithin(block)) {
    JudgeUnclaimed(block, done, claim.begin, &segments);
    done = claim.end();
    Append({claim.kind, claim.begin, claim.size, claim.continues, std::move(claim.parameters)}, &segments);
  }
  JudgeUnclaimed(block, done, block.size(), &segments);
  for (Segment& segment : segments) {
    if (segment.kind != Kind::kPicture) continue;
    const auto picture = PictureParameters::Parse(segment.parameters);
    segment.is_plain = picture.ok() && HasPlainAreas(block.subspan(segment.offset, segment.size), *picture);
  }
  if (!segments.empty()) last_ = segments.back();
  return segments;
}

// The claims within the block: in order, not overlapping, each large enough for a segment, cut at the end of the block.
// The parts beyond it go to ahead_.
std::vector<Claim> Detector::ClaimsWithin(ByteView block) {
  Claims all(block.size() + kEffort);
  for (Claim& claim : std::exchange(ahead_, {})) all.Keep(std::move(claim));
  SearchHeaders(block, &all);
  std::vector<Claim> claims = all.Take();
  std::ranges::stable_sort(claims, {}, &Claim::begin);

  std::vector<Claim> within;
  std::uint64_t done = 0;
  for (Claim& claim : claims) {
    if (claim.end() <= done) continue;
    if (claim.begin < done) claim.CutBefore(done);
    if (claim.begin >= block.size()) {
      claim.begin -= block.size();
      ahead_.push_back(std::move(claim));
      continue;
    }
    const std::uint64_t end = std::min<std::uint64_t>(claim.end(), block.size());
    if (claim.end() < SmallestClaim(claim.kind) + claim.begin && !claim.continues) continue;
    if (Contradict(block.subspan(claim.begin, end - claim.begin), claim)) continue;
    const bool is_too_small = IsMedia(claim.kind) && !claim.continues && end - claim.begin < kSmallestMedia;  // here
    if (claim.end() > end) {
      Claim rest = claim;
      rest.CutBefore(end);
      rest.begin = 0;
      rest.continues = !is_too_small;
      ahead_.push_back(std::move(rest));
    }
    if (is_too_small) continue;
    claim.size = end - claim.begin;
    done = end;
    within.push_back(std::move(claim));
  }
  return within;
}

void Detector::JudgeUnclaimed(ByteView block, std::uint64_t begin, std::uint64_t end,
                              std::vector<Segment>* segments) const {
  for (const Run& run : WithoutShort(WithHolesOfCodeFilled(RunsOfWindows(block, begin, end)))) {
    if (run.kind == Kind::kData) {
      AppendData(block, run.begin, run.end, segments);
      continue;
    }
    Segment segment{run.kind, run.begin, run.size(), false, {}};
    if (run.kind == Kind::kX86) {
      CodeParameters code;
      segment.continues = run.begin == 0 && last_.size > 0 && last_.kind == Kind::kX86;
      if (segment.continues) {
        const auto before = CodeParameters::Parse(last_.parameters);
        if (before.ok()) code = before->Advanced(last_.size);
      }
      segment.parameters = code.Serialised();
    }
    Append(std::move(segment), segments);
  }
}

void Detector::AppendData(ByteView block, std::uint64_t begin, std::uint64_t end, std::vector<Segment>* segments) {
  const auto append = [&](Kind kind, std::uint64_t from, std::uint64_t to, Bytes parameters) {
    if (to > from) Append(Segment{kind, from, to - from, false, std::move(parameters)}, segments);
  };
  while (auto found = FindRawLayout(block.subspan(begin, end - begin))) {
    append(Kind::kData, begin, begin + found->begin, {});
    append(found->kind, begin + found->begin, begin + found->end, std::move(found->parameters));
    begin += found->end;
  }
  append(Kind::kData, begin, end, {});
}

std::vector<Segment> Joined(std::vector<Segment> segments, std::span<const Kind> as_data) {
  std::vector<Segment> joined;
  for (Segment& segment : segments) {
    if (std::ranges::find(as_data, segment.kind) != as_data.end()) {
      segment.kind = Kind::kData;
      segment.continues = false;
      segment.parameters.clear();
      segment.is_plain = false;
    }
    Append(std::move(segment), &joined);
  }
  return joined;
}

}  // namespace llmzip
