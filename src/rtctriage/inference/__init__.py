"""The inference engine: three-valued evaluation, forward chaining, the walk, root cause against consequence."""
