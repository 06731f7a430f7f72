import BertKernels

/// 1,024 tokens in sequences of n, 12 heads of D.
func registerAttention(threads: Int) {
  for (length, headSize) in [(32, 32), (128, 32), (512, 32), (128, 64)] {
    measureAttention(
      "attention", "n\(length)-d\(headSize)", Attention(heads: 12, headSize: headSize), tokens: 1_024, length: length,
      threads: threads)
  }
}

/// Forward as in training (what backward needs is kept), and backward, over tokens in sequences of one length.
func measureAttention(
  _ name: String, _ size: String, _ attention: Attention, tokens: Int, length: Int, threads: Int
) {
  let width = attention.heads * attention.headSize
  let boundaries = Array(stride(from: 0, through: tokens, by: length))
  let shapes = [
    (tokens, 3 * width), (tokens, width), (tokens, attention.heads), (tokens, width), (tokens, 3 * width),
  ]
  measure("\(name)-forward/\(size)", threads: threads, shapes) { compute, x in
    compute.attention(attention, qkv: x[0], boundaries: boundaries, into: x[1], logSums: x[2])
  }
  measure("\(name)-backward/\(size)", threads: threads, shapes) { compute, x in
    compute.attention(attention, qkv: x[0], boundaries: boundaries, into: x[1], logSums: x[2])
  } _: { compute, x in
    compute.attentionBackward(
      attention, qkv: x[0], boundaries: boundaries, context: x[1], logSums: x[2], gradient: x[3], into: x[4])
  }
}
