// ReportData: what scripts of a report read: facts as JSON, and bytes, costs, filtered bytes and expectations as
// base64. Thread safety: pure.
#ifndef LLMZIP_CLI_REPORT_REPORT_DATA_H_
#define LLMZIP_CLI_REPORT_REPORT_DATA_H_

#include <vector>

#include "cli/report/html_writer.h"
#include "cli/report/report_parts.h"
#include "eval/explanation.h"

namespace llmzip::cli {

/// Writes the elements that hold it.
void WriteData(const Explanation& explanation, const std::vector<ReportPart>& parts, HtmlWriter& html);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_REPORT_REPORT_DATA_H_
