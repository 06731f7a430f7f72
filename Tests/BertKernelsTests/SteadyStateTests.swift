import BertKernels
import Foundation
import Testing

/// What a training step must not do: allocate once it has run.
@Suite struct SteadyStateTests {
  @Test("From the second step on, arena and scratch memory stay as they are", arguments: [1, 2])
  func noAllocation(threads: Int) {
    let compute = Compute(threads: threads), attention = Attention(heads: 2, headSize: 16)
    var random = TestRandom(seed: 51)
    let x = random.matrix(90, 32), w = random.matrix(96, 32), gradient = random.matrix(90, 32)
    let total = Matrix(rows: 96, columns: 32)
    func step() {
      let mark = compute.arena.mark
      let qkv = compute.arena.matrix(rows: 90, columns: 96), context = compute.arena.matrix(rows: 90, columns: 32)
      let logSums = compute.arena.matrix(rows: 90, columns: 2), out = compute.arena.matrix(rows: 90, columns: 96)
      // Larger than the arena's smallest chunk, so that it has to grow.
      _ = compute.arena.matrix(rows: 2000, columns: 2000)
      compute.multiply(x.operand, w.transpose, into: qkv)
      compute.attention(attention, qkv: qkv, boundaries: [0, 30, 90], into: context, logSums: logSums)
      compute.attentionBackward(
        attention, qkv: qkv, boundaries: [0, 30, 90], context: context, logSums: logSums, gradient: gradient, into: out)
      compute.multiply(out.transpose, x.operand, into: total, .add)
      compute.arena.release(mark)
    }
    step()
    step()
    let held = compute.allocations
    #expect(held > 0)
    for _ in 0..<5 { step() }
    #expect(compute.allocations == held)
  }
}
