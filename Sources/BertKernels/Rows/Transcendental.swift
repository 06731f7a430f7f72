import CKernels

/// e^x within 1.5 ulp for x in [-87.3, 88.3]; 0 below, e^88.37 above; NaN for NaN.
///
/// Range reduction by n = round(x / ln 2), then a polynomial of degree 7 on |r| ≤ ln 2 / 2 (coefficients of the Cephes
/// library's `expf`).
@inline(__always) func expLanes(_ argument: F16) -> F16 {
  let x = lanesMin(splat16(88.37626), lanesMax(splat16(-87.33654), argument))
  // Adding 1.5 · 2^23 leaves round(x / ln 2) in the low bits of the significand.
  let shifted = fma(x, splat16(1.442_695_04), splat16(12_582_912))
  let n = shifted - splat16(12_582_912)
  var r = fma(n, splat16(-0.693_145_752), x)
  r = fma(n, splat16(-1.428_606_77e-6), r)
  var p = fma(splat16(1.987_569_15e-4), r, 1.398_199_950_7e-3)
  p = fma(p, r, 8.333_451_907_3e-3)
  p = fma(p, r, 4.166_579_589_4e-2)
  p = fma(p, r, 1.666_666_545_9e-1)
  p = fma(p, r, 5.000_000_120_1e-1)
  p = fma(p, r * r, r + 1)
  let bits = unsafeBitCast(shifted, to: SIMD16<Int32>.self)
  let scale = unsafeBitCast((bits &<< SIMD16(repeating: 23)) &+ SIMD16(repeating: 0x3f80_0000), to: F16.self)
  return ck_where_positive16(splat16(-87.33654) - argument, F16(), p * scale)
}

/// erf(x) within 6 ulp, denormals included; exactly odd; NaN for NaN; ±1 to rounding from |x| = 4 on.
///
/// A rational approximation on [-4, 4], the form that Eigen and XLA use.
@inline(__always) func erfLanes(_ argument: F16) -> F16 {
  let x = lanesMin(splat16(4), lanesMax(splat16(-4), argument))
  let y = x * x
  var p = fma(splat16(-2.726_142_258_013_06e-10), y, 2.770_681_424_959_02e-08)
  p = fma(p, y, -2.101_024_020_825_08e-06)
  p = fma(p, y, -5.692_506_394_623_46e-05)
  p = fma(p, y, -7.349_906_303_268_55e-04)
  p = fma(p, y, -2.954_599_808_540_25e-03)
  p = fma(p, y, -1.609_603_326_224_15e-02)
  var q = fma(splat16(-1.456_607_184_649_96e-05), y, -2.133_740_552_789_05e-04)
  q = fma(q, y, -1.682_826_974_382_03e-03)
  q = fma(q, y, -7.373_329_167_204_68e-03)
  q = fma(q, y, -1.426_473_905_141_89e-02)
  // p / q first: for tiny x, x · p would be denormal and lose digits.
  return x * (p / q)
}

/// tanh(x) within 5 ulp, denormals included; exactly odd; NaN for NaN; ±1 to rounding from |x| = 7.9 on.
///
/// A rational approximation in x², the form that Eigen and XLA use.
@inline(__always) func tanhLanes(_ argument: F16) -> F16 {
  let x = lanesMin(splat16(7.905_311_107_635_498), lanesMax(splat16(-7.905_311_107_635_498), argument))
  let y = x * x
  var p = fma(splat16(-2.760_768_477_423_55e-16), y, 2.000_187_904_824_77e-13)
  p = fma(p, y, -8.604_671_522_137_35e-11)
  p = fma(p, y, 5.122_297_090_371_14e-08)
  p = fma(p, y, 1.485_722_357_179_79e-05)
  p = fma(p, y, 6.372_619_288_754_36e-04)
  p = fma(p, y, 4.893_525_558_917_86e-03)
  var q = fma(splat16(1.198_258_394_667_02e-06), y, 1.185_347_056_866_54e-04)
  q = fma(q, y, 2.268_434_632_439_00e-03)
  q = fma(q, y, 4.893_525_185_543_85e-03)
  // p / q first: for tiny x, x · p would be denormal and lose digits.
  return x * (p / q)
}

/// log x within 2 ulp for x from 1 to 10⁶, the sums of a softmax.
///
/// x = m·2ⁿ with m from √½ to √2, then a polynomial of degree 9 in m − 1 (coefficients of the Cephes library's `logf`).
@inline(__always) func logLanes(_ argument: F16) -> F16 {
  let bits = unsafeBitCast(argument, to: SIMD16<Int32>.self)
  // `half` is the significand as a number from ½ to 1, which is doubled where it is below √½. The exponent, as an
  // integer in the low bits of 1.5 · 2^23, becomes a float by a subtraction.
  let half = unsafeBitCast(
    (bits & SIMD16(repeating: 0x007f_ffff)) | SIMD16(repeating: 0x3f00_0000), to: F16.self)
  let exponent = (bits &>> SIMD16(repeating: 23)) &+ SIMD16(repeating: 0x4b40_0000 - 126)
  let isSmall = splat16(Float(0.5).squareRoot()) - half
  let m = half + ck_where_positive16(isSmall, half, F16()) - 1
  let n = unsafeBitCast(exponent, to: F16.self) - ck_where_positive16(isSmall, splat16(12_582_913), splat16(12_582_912))
  let square = m * m
  var p = fma(splat16(7.037_683_629_2e-2), m, -1.151_461_031_0e-1)
  p = fma(p, m, 1.167_699_874_0e-1)
  p = fma(p, m, -1.242_014_084_6e-1)
  p = fma(p, m, 1.424_932_278_7e-1)
  p = fma(p, m, -1.666_805_766_5e-1)
  p = fma(p, m, 2.000_071_476_5e-1)
  p = fma(p, m, -2.499_999_399_3e-1)
  p = fma(p, m, 3.333_333_117_4e-1)
  var y = p * m * square
  y = fma(n, splat16(-2.121_944_4e-4), y)
  y = fma(square, splat16(-0.5), y)
  return fma(n, splat16(0.693_359_375), m + y)
}
