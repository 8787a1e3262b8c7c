// These tests stand on real time budgets of real processes and sockets: one after the other, so that they measure the product and not each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// An image takes minutes to build.
[assembly: AssemblyFixture(typeof(Decent.Edge.Tests.Images.SdImages))]
