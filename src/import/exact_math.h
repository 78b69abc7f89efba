// Logarithm, power and square root in double, the same on every machine: series of IEEE 754 operations in one order, no
// libm. Errors are some units in the last place. Pure functions; thread-safe.
#ifndef LLMZIP_IMPORT_EXACT_MATH_H_
#define LLMZIP_IMPORT_EXACT_MATH_H_

namespace llmzip::importer {

inline constexpr double kPi = 3.14159265358979323846;

/// Of a positive, finite number.
double ExactLog(double x);

/// e^x, for x within ±700.
double ExactExp(double x);

/// The root of a number from 0 on, correctly rounded.
double ExactRoot(double x);

/// The integer at or below x.
double ExactFloor(double x);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_EXACT_MATH_H_
