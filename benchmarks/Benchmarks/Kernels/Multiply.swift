import BertKernels

/// C[M, N] = A[M, K] · B[K, N] at the shapes of BERT-base and of MiniLM, in the three forms that training needs, with
/// factors in fp32 (`sgemm`) and rounded to bf16 (`bf16gemm`).
func registerMultiply(threads: Int) {
  let shapes = [
    (1_024, 768, 768), (1_024, 3_072, 768), (1_024, 768, 3_072), (512, 512, 512), (1_024, 1_536, 384),
    (1_024, 384, 1_536),
  ]
  for (kind, factors) in [("sgemm", FactorFormat.float32), ("bf16gemm", .bfloat16)] {
    for (m, n, k) in shapes {
      let name = "\(kind)/\(m)x\(n)x\(k)"
      measure("\(name)-NN", threads: threads, factors: factors, [(m, k), (k, n), (m, n)]) { compute, x in
        compute.multiply(x[0].operand, x[1].operand, into: x[2])
      }
      measure("\(name)-NT", threads: threads, factors: factors, [(m, k), (n, k), (m, n)]) { compute, x in
        compute.multiply(x[0].operand, x[1].transpose, into: x[2])
      }
      measure("\(name)-TN", threads: threads, factors: factors, [(k, m), (k, n), (m, n)]) { compute, x in
        compute.multiply(x[0].transpose, x[1].operand, into: x[2])
      }
    }
  }
}
