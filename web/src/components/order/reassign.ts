import { api, call, errorText, type Order } from '@/lib/api';
import { putOrder } from '@/lib/orders/entries';

export interface ReassignFailure {
  code: string;
  text: string;
}

export interface ReassignResult {
  done: number;
  requested: number;
  failures: ReassignFailure[];
}

/** Gives each order away or asks for it; one refusal does not stop the others. */
export async function reassignAll(
  orders: Order[],
  agentId: number | null | undefined,
  reason: string,
): Promise<ReassignResult> {
  const result: ReassignResult = { done: 0, requested: 0, failures: [] };
  for (const order of orders) {
    try {
      const answer = await call(
        api.POST('/api/agent/orders/{id}/reassign', {
          params: { path: { id: String(order.id) } },
          body: { reason, ...(agentId === undefined ? {} : { agent_id: agentId }) },
        }),
      );
      if (answer.order) {
        putOrder(answer.order);
        result.done += 1;
      } else result.requested += 1;
    } catch (error) {
      result.failures.push({ code: order.short_code, text: errorText(error) });
    }
  }
  return result;
}
