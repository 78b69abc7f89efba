#include "cli/estimation.h"

#include <string>

#include "cli/coding_options.h"
#include "cli/printable.h"
#include "cli/quantity.h"
#include "io/file_source.h"

namespace llmzip::cli {
namespace {

std::string Line(const std::string& name, const Estimate& estimate) {
  return Printable(name) + " : " + FormatPercent(estimate.coded_bytes, estimate.raw_bytes) + " (" +
         std::to_string(estimate.raw_bytes) + " -> " + (estimate.exact ? "" : "about ") +
         std::to_string(estimate.coded_bytes) + " bytes), in about " + FormatDuration(estimate.seconds) + "\n";
}

}  // namespace

void Estimation::File(const Input& input, const Batch* batch) {
  if (!input.is_regular() || input.is_stdin()) {
    return console_.Fail(input.name, Status::InvalidArgument("--estimate needs a regular file, not a pipe"));
  }
  FileRandomAccessSource source(console_.file_system(), input.descriptor, input.known_size.value_or(0));
  ProgressBar progress(console_, input.name, ProgressBar::Measure::kRawBytes, input.known_size, batch);
  const auto estimate = EstimateCompression(source, CodingOptions(arguments_), &progress);
  progress.Erase();
  if (!estimate.ok()) return console_.Fail(input.name, estimate.status());
  console_.PrintNow(Line(input.name, *estimate));
  ++files_;
  all_.raw_bytes += estimate->raw_bytes;
  all_.coded_bytes += estimate->coded_bytes;
  all_.seconds += estimate->seconds;
  all_.exact = all_.exact && estimate->exact;
}

void Estimation::End() {
  if (files_ > 1) console_.Print(Line("(all)", all_));
}

}  // namespace llmzip::cli
